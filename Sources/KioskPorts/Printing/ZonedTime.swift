/// A moment as it is shown to people: UTC seconds and the zone they are shown in. It is data, not a
/// clock.
package struct ZonedTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package let unixSeconds: Int64
    /// What the zone adds to UTC, in seconds; 28,800 for Asia/Shanghai.
    package let offsetSeconds: Int32

    package init(unixSeconds: Int64, offsetSeconds: Int32) {
        self.unixSeconds = unixSeconds
        self.offsetSeconds = offsetSeconds
    }
}

extension ZonedTime: CustomStringConvertible {
    /// `YYYY-MM-DD hh:mm:ss` in the zone.
    package var description: String { "\(dateText) \(timeText)" }

    /// `YYYY-MM-DDThh:mm:ss±hh:mm` (RFC 3339 §5.6).
    package var rfc3339: String {
        let minutes = Int64(offsetSeconds.magnitude) / 60
        let zone = "\(Self.padded(minutes / 60, 2)):\(Self.padded(minutes % 60, 2))"
        return "\(dateText)T\(timeText)\(offsetSeconds < 0 ? "-" : "+")\(zone)"
    }

    private var localSeconds: Int64 { unixSeconds + Int64(offsetSeconds) }

    private var timeText: String {
        let second = Self.floorRemainder(localSeconds, 86_400)
        let parts = [second / 3_600, second / 60 % 60, second % 60]
        return parts.map { Self.padded($0, 2) }.joined(separator: ":")
    }

    /// Days to a civil date by counting 400-year eras that begin on 1 March (proleptic Gregorian
    /// calendar).
    private var dateText: String {
        let days = (localSeconds - Self.floorRemainder(localSeconds, 86_400)) / 86_400 + 719_468
        let dayOfEra = Self.floorRemainder(days, 146_097)
        let era = (days - dayOfEra) / 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return [Self.padded(year, 4), Self.padded(month, 2), Self.padded(day, 2)]
            .joined(separator: "-")
    }

    private static func floorRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
