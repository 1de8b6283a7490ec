/// A sentence, or a part of one, in both languages of technicians.
package struct TraceWords: Hashable, Sendable, Codable {
    package let english: String
    package let chinese: String

    package init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// The same in both: names, numbers, bytes.
    init(same text: String) { self.init(text, text) }

    package func text(_ language: DeviceReport.Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    static func + (first: TraceWords, second: TraceWords) -> TraceWords {
        TraceWords(first.english + second.english, first.chinese + second.chinese)
    }

    static func + (first: TraceWords, second: String) -> TraceWords {
        first + TraceWords(same: second)
    }

    /// One after the other, with a colon between.
    func then(_ next: TraceWords) -> TraceWords { self + TraceWords(": ", "：") + next }

    /// A list.
    static func list(_ parts: [TraceWords]) -> TraceWords {
        TraceWords(
            parts.map(\.english).joined(separator: ", "),
            parts.map(\.chinese).joined(separator: "，"))
    }
}

/// Bytes for people: `F2 00`.
enum TraceHex {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            .joined(separator: " ")
    }
}
