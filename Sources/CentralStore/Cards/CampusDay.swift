import CampusCard

/// A campus day: it begins at an hour of the night in the campus's zone, not at midnight.
struct CampusDay {
    private let daysSince1970: Int64

    private static let minuteMilliseconds: Int64 = 60_000
    private static let dayMilliseconds: Int64 = 86_400_000

    init(wall milliseconds: Int64, policy: StorePolicy) {
        let offset = Int64(policy.zoneOffsetMinutes - policy.dayStartHour * 60)
        let local = milliseconds + offset * Self.minuteMilliseconds
        let (days, rest) = local.quotientAndRemainder(dividingBy: Self.dayMilliseconds)
        daysSince1970 = rest < 0 ? days - 1 : days
    }

    private init(daysSince1970: Int64) {
        self.daysSince1970 = daysSince1970
    }

    func adding(days: Int) -> CampusDay {
        CampusDay(daysSince1970: daysSince1970 + Int64(days))
    }

    /// The day as a card holds it; nil outside the years 2000 to 2099.
    var recordDate: RecordDate? {
        // Civil from days: 719 468 days lie between 0000-03-01 and 1970-01-01, 146 097 make 400
        // years.
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return RecordDate(year: Int(year), month: Int(month), day: Int(day))
    }
}
