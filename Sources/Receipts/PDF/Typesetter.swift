/// Sets the blocks of a layout in type, for one page and one font family.
struct Typesetter {
    /// U+3013, which printers in China have always set for a character that they have no type for.
    static let missingCharacter = "〓"

    let family: String
    /// A cairo context that lives longer than what is set for it.
    let page: OpaquePointer

    func set(_ block: ReceiptBlock) throws(ReceiptPDFFault) -> PlacedBlock {
        switch block {
        case .text(let text, let role, let rank):
            let style = TypeStyle.style(role, rank)
            let set = try self.text(text, style, width: ReceiptPaper.contentWidth)
            switch role {
            case .warning: return .band(set, style)
            case .letterhead: return try heading(text, set, style)
            case .title, .question, .paragraph, .caption, .identifier, .footer:
                return .text(set, style)
            }
        case .row(let labels, let value, let weight):
            return try row(labels, value, weight)
        case .rule(let weight):
            return .rule(weight)
        case .code(let text):
            return .code(try QRModules(text))
        }
    }

    /// The name of a campus looks better small on one line than torn in two.
    private func heading(
        _ text: String, _ set: SetText, _ style: TypeStyle
    ) throws(ReceiptPDFFault) -> PlacedBlock {
        let width = try self.text(text, style, width: ReceiptPaper.unbounded).width
        guard width > ReceiptPaper.contentWidth, let small = style.shrunk(from: width)
        else { return .text(set, style) }
        return .text(try self.text(text, small, width: ReceiptPaper.contentWidth), small)
    }

    /// A fine row is one line of both labels; the others put the second language below the first. A
    /// value that does not fit beside its labels on one line gets the whole width below them.
    private func row(
        _ labels: [String], _ value: String, _ weight: RowWeight
    ) throws(ReceiptPDFFault) -> PlacedBlock {
        let lines = weight == .fine ? [labels.joined(separator: " ")] : labels
        var set: [SetText] = []
        for (line, rank) in zip(lines, LanguageRank.allCases) {
            let style = TypeStyle.label(weight, rank)
            set.append(try text(line, style, width: ReceiptPaper.labelWidth))
        }
        let style = TypeStyle.value(weight)
        let value = try showable(value, style)
        let whole = try text(value, style, width: ReceiptPaper.contentWidth)
        let indent = set.reduce(0) { max($0, $1.width) } + ReceiptPaper.gutter
        let beside = ReceiptPaper.contentWidth - indent
        guard whole.width <= beside else { return .row(labels: set, value: whole, .below) }
        let narrow = try text(value, style, width: beside)
        return .row(labels: set, value: narrow, .beside(indent: indent))
    }

    /// A name may have a character that no installed font has: that must not cost the student the
    /// receipt. The words of the receipt are ours, and a machine that cannot write them is not set
    /// up.
    private func showable(_ value: String, _ style: TypeStyle) throws(ReceiptPDFFault) -> String {
        guard try !isShowable(value, style) else { return value }
        var shown = ""
        for character in value {
            let character = String(character)
            shown += try isShowable(character, style) ? character : Self.missingCharacter
        }
        return shown
    }

    private func isShowable(_ text: String, _ style: TypeStyle) throws(ReceiptPDFFault) -> Bool {
        do {
            _ = try self.text(text, style, width: ReceiptPaper.contentWidth)
            return true
        } catch .missingGlyphs {
            return false
        }
    }

    private func text(
        _ text: String, _ style: TypeStyle, width: Double
    ) throws(ReceiptPDFFault) -> SetText {
        try SetText(text, style: style, family: family, width: width, page: page)
    }
}
