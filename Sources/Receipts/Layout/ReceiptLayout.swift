/// A receipt as a column of blocks, top to bottom: what is written, in which role, and nothing of
/// fonts or points.
package struct ReceiptLayout: Hashable, Sendable {
    package let blocks: [ReceiptBlock]

    package init(blocks: [ReceiptBlock]) {
        self.blocks = blocks
    }
}

/// One piece of a receipt, as wide as the paper.
package enum ReceiptBlock: Hashable, Sendable {
    case text(String, TextRole, LanguageRank)
    /// A label at the left and its value at the right.
    case row(labels: [String], value: String, RowWeight)
    case rule(RuleWeight)
    /// A QR code of this text.
    case code(String)
}

/// What a line of text is for; its size and place follow from that.
package enum TextRole: Hashable, Sendable, CaseIterable {
    case letterhead
    case title
    /// Light on dark: must not be overlooked.
    case warning
    /// Something that the student wants to know; a paragraph answers it.
    case question
    case paragraph
    /// Stands with the code.
    case caption
    /// An identifier that a person may have to read out.
    case identifier
    case footer
}

/// Whether a text is in the first language of the receipt or repeats it in the second, which is set
/// smaller.
package enum LanguageRank: Hashable, Sendable, CaseIterable {
    case first
    case second
}

/// How much a row stands out.
package enum RowWeight: Hashable, Sendable, CaseIterable {
    case normal
    case strong
    /// For technicians.
    case fine
}

/// How much a rule separates.
package enum RuleWeight: Hashable, Sendable, CaseIterable {
    case heavy
    case dashed
}

extension ReceiptLayout {
    /// The layout as plain text, a line for each block: for tests and traces.
    package var outline: String { blocks.map(\.outline).joined(separator: "\n") }
}

extension ReceiptBlock {
    fileprivate var outline: String {
        switch self {
        case .text(let text, let role, .first): "\(role): \(text)"
        case .text(let text, let role, .second): "\(role) 2: \(text)"
        case .row(let labels, let value, let weight):
            "\(weight) row: \(labels.joined(separator: " / ")) = \(value)"
        case .rule(let weight): "\(weight) rule"
        case .code(let text): "code: \(text)"
        }
    }
}
