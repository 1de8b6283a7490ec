import CPango

/// Where the value of a row stands.
enum RowPlace {
    /// In the middle beside its labels, from this indent to the right margin.
    case beside(indent: Double)
    case below
}

/// A block of a layout, set in type and measured, not yet drawn.
enum PlacedBlock {
    case text(SetText, TypeStyle)
    /// Light text on a dark band.
    case band(SetText, TypeStyle)
    case row(labels: [SetText], value: SetText, RowPlace)
    case rule(RuleWeight)
    case code(QRModules)

    private static let ruleSpace = 9.0
    private static let rowSpace = 4.0

    /// In points, with the space around it.
    var height: Double {
        switch self {
        case .text(let text, let style), .band(let text, let style):
            style.above + text.height + style.below
        case .row(let labels, let value, .below):
            Self.rowSpace + Self.labelHeight(labels) + value.height
        case .row(let labels, let value, .beside):
            Self.rowSpace + max(Self.labelHeight(labels), value.height)
        case .rule: Self.ruleSpace
        case .code: ReceiptPaper.codeSide
        }
    }

    /// Draws the block with its top at `y`.
    func draw(on page: OpaquePointer, y: Double) {
        let left = ReceiptPaper.margin
        switch self {
        case .text(let text, let style):
            text.draw(x: left, y: y + style.above)
        case .band(let text, let style):
            drawBand(page, y: y)
            cairo_set_source_rgb(page, 1, 1, 1)
            text.draw(x: left, y: y + style.above)
            cairo_set_source_rgb(page, 0, 0, 0)
        case .row(let labels, let value, let place):
            drawRow(labels, value, place, y: y + Self.rowSpace / 2)
        case .rule(let weight):
            drawRule(page, weight, y: y + Self.ruleSpace / 2)
        case .code(let modules):
            drawCode(page, modules, y: y)
        }
    }

    private static func labelHeight(_ labels: [SetText]) -> Double {
        labels.reduce(0) { $0 + $1.height }
    }

    private func drawBand(_ page: OpaquePointer, y: Double) {
        // A hair of overlap: two bands in a row must not show a light line between them.
        cairo_rectangle(page, ReceiptPaper.margin, y, ReceiptPaper.contentWidth, height + 0.2)
        cairo_fill(page)
    }

    private func drawRow(_ labels: [SetText], _ value: SetText, _ place: RowPlace, y: Double) {
        let labelHeight = Self.labelHeight(labels)
        let room = height - Self.rowSpace
        var top: Double
        switch place {
        case .below:
            top = y
            value.draw(x: ReceiptPaper.margin, y: y + labelHeight)
        case .beside(let indent):
            top = y + (room - labelHeight) / 2
            value.draw(x: ReceiptPaper.margin + indent, y: y + (room - value.height) / 2)
        }
        for label in labels {
            label.draw(x: ReceiptPaper.margin, y: top)
            top += label.height
        }
    }

    private func drawRule(_ page: OpaquePointer, _ weight: RuleWeight, y: Double) {
        switch weight {
        case .heavy:
            cairo_set_line_width(page, 1.4)
            cairo_set_dash(page, nil, 0, 0)
        case .dashed:
            cairo_set_line_width(page, 0.7)
            cairo_set_dash(page, [3, 2], 2, 0)
        }
        cairo_move_to(page, ReceiptPaper.margin, y)
        cairo_line_to(page, ReceiptPaper.margin + ReceiptPaper.contentWidth, y)
        cairo_stroke(page)
    }

    private func drawCode(_ page: OpaquePointer, _ modules: QRModules, y: Double) {
        let module = ReceiptPaper.codeSide / Double(modules.side + 2 * QRModules.quietZone)
        let left = (ReceiptPaper.width - module * Double(modules.side)) / 2
        let top = y + module * Double(QRModules.quietZone)
        for row in 0..<modules.side {
            for run in modules.runs(row: row) {
                cairo_rectangle(
                    page, left + module * Double(run.lowerBound), top + module * Double(row),
                    module * Double(run.count), module)
            }
        }
        cairo_fill(page)
    }
}
