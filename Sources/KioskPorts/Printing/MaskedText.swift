package import CampusCard

/// Personal text of which only a little is shown. The whole text never enters a value of such a
/// type.
package protocol MaskedText: Hashable, Sendable, CustomStringConvertible {
    /// What may be shown: the masked text.
    var text: String { get }
    init(validated text: String)
}

extension MaskedText {
    /// The sign in place of a hidden character.
    package static var hidden: Character { "*" }
    /// The most characters that may stay readable.
    package static var shownLimit: Int { 6 }
    /// The most characters in all.
    package static var lengthLimit: Int { 64 }

    /// True for text that hides at least one character and shows no more than `shownLimit`.
    package static func isMasked(_ text: String) -> Bool {
        guard text.count <= lengthLimit, text.contains(hidden) else { return false }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return false }
        return text.count { $0 != hidden && !$0.isWhitespace } <= shownLimit
    }

    /// Text that the store has masked already; nil when it shows too much, so that it cannot be
    /// printed.
    package static func parse(_ text: String) -> Self? {
        isMasked(text) ? Self(validated: text) : nil
    }

    package var description: String { text }
}

/// A cardholder's name with one character of each part shown, for example `张**` or `Z** S*`.
package struct MaskedName: MaskedText {
    package let text: String

    package init(validated text: String) {
        precondition(Self.isMasked(text), "MaskedName was built from text that shows too much")
        self.text = text
    }

    /// Masks a whole name. Parts beyond `shownLimit` are hidden whole; what exceeds the length is
    /// cut.
    package init(masking name: String) {
        let separators: Set<Character> = [" ", "·", "-"]
        var masked = ""
        var parts = 0
        var atStart = true
        for character in name.prefix(Self.lengthLimit - 1) {
            if character.unicodeScalars.contains(where: {
                $0.properties.generalCategory == .control
            }) {
                continue
            }
            if separators.contains(character) {
                masked.append(" ")
                atStart = true
            } else if atStart, parts < Self.shownLimit {
                masked.append(character)
                parts += 1
                atStart = false
            } else {
                masked.append(Self.hidden)
            }
        }
        if !masked.contains(Self.hidden) { masked.append(Self.hidden) }
        self.init(validated: masked)
    }

    /// A name as the store masked it; masked again if it shows too much.
    package init(fromStore text: String) {
        self = Self.parse(text) ?? Self(masking: text)
    }
}

/// A student number with its middle hidden, for example `2021****37`; a short one shows its last
/// two characters.
package struct MaskedStudentNumber: MaskedText {
    package let text: String

    package init(validated text: String) {
        precondition(
            Self.isMasked(text), "MaskedStudentNumber was built from text that shows too much")
        self.text = text
    }

    package init(masking number: StudentNumber) {
        self.init(validated: maskedMiddle(of: number.text))
    }

    /// A number as the store masked it; masked again if it shows too much.
    package init(fromStore text: String) {
        self = Self.parse(text) ?? Self(validated: maskedMiddle(of: text))
    }
}

/// A card number with all but its last two digits hidden.
package struct MaskedCardNumber: MaskedText {
    package let text: String

    package init(validated text: String) {
        precondition(
            Self.isMasked(text), "MaskedCardNumber was built from text that shows too much")
        self.text = text
    }

    package init(masking number: CardNumber) {
        self.init(validated: MaskedHolder.masked(cardNumber: number))
    }

    /// A number as the store masked it; masked again if it shows too much.
    package init(fromStore text: String) {
        self = Self.parse(text) ?? Self(validated: maskedMiddle(of: text))
    }
}

/// Shows four characters in front only where at least four stay hidden, and two at the end only
/// where two do. Control characters and what exceeds the length go.
private func maskedMiddle(of whole: String) -> String {
    let text = whole.filter { $0.isLetter || $0.isNumber }.prefix(MaskedCardNumber.lengthLimit - 1)
    let front = text.count >= 10 ? 4 : 0
    let back = text.count >= 4 ? 2 : 0
    let hiddenCount = max(1, text.count - front - back)
    return text.prefix(front) + String(repeating: "*", count: hiddenCount) + text.suffix(back)
}
