/// Finds a short schedule of faults that still breaks something (delta debugging: Zeller and Hildebrandt, 2002).
package enum ScheduleShrinking {
    /// The most worlds that are run in search of a shorter schedule.
    package static let runLimit = 400

    /// - Parameter breaks: whether a world with only these faults still breaks.
    /// - Returns: a schedule that breaks, from which no single fault that was tried can be left out.
    package static func shortest(
        _ strikes: [FaultStrike], breaks: ([FaultStrike]) -> Bool
    ) -> [FaultStrike] {
        var kept = strikes
        var parts = 2
        var runs = 0
        while kept.count > 0, runs < runLimit {
            let size = (kept.count + parts - 1) / parts
            var shorter: [FaultStrike]?
            for start in stride(from: 0, to: kept.count, by: size) where runs < runLimit {
                runs += 1
                var rest = kept
                rest.removeSubrange(start..<min(start + size, kept.count))
                if breaks(rest) {
                    shorter = rest
                    break
                }
            }
            if let shorter {
                kept = shorter
                parts = max(2, parts - 1)
            } else {
                guard size > 1 else { break }
                parts = min(parts * 2, kept.count)
            }
        }
        return kept
    }
}
