import Foundation
import KioskPorts

extension JournalRecord {
    /// The row for a terminal: number, time in UTC, the end of the case's id, what it says.
    package var line: String {
        let time = ZonedTime(unixSeconds: wallMilliseconds / 1000, offsetSeconds: 0).description
        let id = caseID.map { String($0.suffix(Self.caseLetters)) } ?? ""
        let padding = String(repeating: " ", count: Self.caseLetters - id.count)
        return "\(sequence)  \(time)Z  \(id)\(padding)  \(words)"
    }

    /// How much of a case's id a line shows: enough to tell the cases of a day apart.
    private static let caseLetters = 8

    private var words: String {
        guard let entry else { return "\(kind) \(body) (not readable by this software)" }
        return eventSequence.map { "event \($0), \(entry.words)" } ?? entry.words
    }

    /// The row as one line of JSON: `sequence`, `wallMilliseconds`, `kind`, `caseID`,
    /// `eventSequence`, `body`.
    package var jsonLine: String {
        let names = """
            "sequence":\(sequence),"wallMilliseconds":\(wallMilliseconds),"kind":\(quoted(kind)),\
            "caseID":\(caseID.map(quoted) ?? "null"),\
            "eventSequence":\(eventSequence.map { "\($0)" } ?? "null"),"body":\(body)
            """
        return "{\(names)}"
    }

    private func quoted(_ text: String) -> String {
        let json = try? JSONEncoder().encode(text)
        return json.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
