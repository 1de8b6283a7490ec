/// Sets the blocks of a layout in type, for one page and one font family.
struct Typesetter {
    let family: String
    /// A cairo context that lives longer than what is set for it.
    let page: OpaquePointer

    func set(_ block: ReceiptBlock) throws(ReceiptPDFFault) -> PlacedBlock {
        switch block {
        case .text(let text, let role, let rank):
            let style = TypeStyle.style(role, rank)
            let set = try self.text(text, style, width: ReceiptPaper.contentWidth)
            return role == .warning ? .band(set, style) : .text(set, style)
        case .row(let labels, let value, let weight):
            return try row(labels, value, weight)
        case .rule(let weight):
            return .rule(weight)
        case .code(let text):
            return .code(try QRModules(text))
        }
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
        let whole = try text(value, style, width: ReceiptPaper.contentWidth)
        let indent = set.reduce(0) { max($0, $1.width) } + ReceiptPaper.gutter
        let beside = ReceiptPaper.contentWidth - indent
        guard whole.width <= beside else { return .row(labels: set, value: whole, .below) }
        let value = try text(value, style, width: beside)
        return .row(labels: set, value: value, .beside(indent: indent))
    }

    private func text(
        _ text: String, _ style: TypeStyle, width: Double
    ) throws(ReceiptPDFFault) -> SetText {
        try SetText(text, style: style, family: family, width: width, page: page)
    }
}
