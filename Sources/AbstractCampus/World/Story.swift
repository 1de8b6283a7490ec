package import CampusCard

/// What happened in a world, in words, kept for a replay.
package final class Story {
    /// One happening.
    package struct Line {
        package let step: Int
        package let milliseconds: Int64
        package let kiosk: KioskID?
        package let caseID: CaseID?
        package let text: String
    }
    package private(set) var lines: [Line] = []

    func add(
        _ step: Int, _ milliseconds: Int64, _ kiosk: KioskID?, _ caseID: CaseID?, _ text: String
    ) {
        lines.append(
            Line(
                step: step, milliseconds: milliseconds, kiosk: kiosk, caseID: caseID, text: text))
    }

    /// The story of the case that was under way at the step (or of the last one before it), with the faults and whatever
    /// else happened to it.
    package func ofCase(at step: Int?) -> [String] {
        let limit = step ?? .max
        guard let last = lines.last(where: { $0.step <= limit && $0.caseID != nil }) else {
            return ["no case had begun"]
        }
        let own = lines.filter { $0.caseID == last.caseID }
        guard let first = own.first?.step, let end = own.last?.step else { return [] }
        return lines.filter { line in
            line.caseID == last.caseID
                || line.caseID == nil
                    && (first...max(end, limit == .max ? end : limit))
                        .contains(line.step)
        }.map(Self.sentence)
    }

    private static func sentence(_ line: Line) -> String {
        let tenths = line.milliseconds / 100
        let (minutes, rest) = (tenths / 600, tenths % 600)
        let seconds = "\(rest / 10 < 10 ? "0" : "")\(rest / 10).\(rest % 10)"
        let place = [line.kiosk?.text, line.caseID?.text].compactMap { $0 }.joined(separator: " ")
        return "\(minutes):\(seconds)  step \(line.step)  \(place)  \(line.text)"
    }
}
