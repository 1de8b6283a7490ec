/// A JSON value (RFC 8259) with the line on which it begins, so that a complaint can name it.
package struct JSONValue: Hashable, Sendable {
    package let content: Content
    /// Counted from 1.
    package let line: Int

    /// What kinds of values there are. Numbers that are not whole keep their text: no key takes one.
    package enum Content: Hashable, Sendable {
        case object([Member])
        case array([JSONValue])
        case text(String)
        case whole(Int)
        case fraction(String)
        case truth(Bool)
        case null
    }

    /// One key of an object with its value.
    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSONValue
    }

    /// What kind of value it is, without its content.
    package var kind: String {
        switch content {
        case .object: "an object"
        case .array: "a list"
        case .text: "text"
        case .whole, .fraction: "a number"
        case .truth: "true or false"
        case .null: "null"
        }
    }

    /// The value as a complaint shows it, cut to `shownLimit` characters.
    package var shown: String {
        let text =
            switch content {
            case .object: "an object"
            case .array: "a list"
            case .text(let text): "\"\(text)\""
            case .whole(let number): String(number)
            case .fraction(let text): text
            case .truth(let truth): String(truth)
            case .null: "null"
            }
        return text.count > Self.shownLimit ? text.prefix(Self.shownLimit) + "…" : text
    }

    /// The most characters of a value in a complaint.
    package static let shownLimit = 60
}
