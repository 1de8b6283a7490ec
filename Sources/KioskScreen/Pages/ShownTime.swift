import KioskPorts

/// A moment of the recent past as a banner shows it.
struct ShownTime {
    /// `14:32`, or with the date in front when it was another day.
    let text: String

    /// - Parameters:
    ///   - milliseconds: the moment, since 1970 UTC.
    ///   - now: the moment of the snapshot, since 1970 UTC.
    init(milliseconds: Int64, now: Int64, zoneOffsetSeconds: Int32) {
        let moment = Self.parts(milliseconds, zoneOffsetSeconds)
        let today = Self.parts(now, zoneOffsetSeconds)
        text = moment.date == today.date ? moment.time : "\(moment.date) \(moment.time)"
    }

    /// `ZonedTime` writes `YYYY-MM-DD hh:mm:ss`.
    private static func parts(
        _ milliseconds: Int64, _ zoneOffsetSeconds: Int32
    ) -> (date: String, time: String) {
        let whole = ZonedTime(
            unixSeconds: milliseconds / 1000, offsetSeconds: zoneOffsetSeconds
        ).description
        return (String(whole.prefix(10)), String(whole.dropFirst(11).prefix(5)))
    }
}
