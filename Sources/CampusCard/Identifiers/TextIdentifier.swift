/// An identifier that travels as text: one type for each meaning, so that two of them cannot be swapped.
///
/// A conforming type states its limit; a text that is empty, longer, or holds anything but ASCII letters,
/// digits, `-`, `_` and `.` is refused, so an identifier is safe in a path, a log line and a page.
package protocol TextIdentifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The most characters that a value may have.
    static var lengthLimit: Int { get }
    var text: String { get }
    /// - Precondition: `isValid(text)`. For text from outside use `parse`.
    init(validated text: String)
}

extension TextIdentifier {
    package static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= lengthLimit
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// The identifier, or nil when the text breaks the rules above.
    package static func parse(_ text: String) -> Self? {
        isValid(text) ? Self(validated: text) : nil
    }

    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self.parse(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription:
                    "\(Self.self) takes 1 to \(Self.lengthLimit) ASCII letters, digits, '-', '_' or '.'"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
