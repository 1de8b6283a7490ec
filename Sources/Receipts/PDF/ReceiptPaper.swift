/// The measures of the paper, in PDF points (1/72 inch).
enum ReceiptPaper {
    static let pointsPerMillimetre = 72 / 25.4
    /// The roll is 80 mm wide.
    static let widthMillimetres = 80
    static let width = Double(widthMillimetres) * pointsPerMillimetre
    /// A thermal head prints 72 mm of the 80; the rest is margin.
    static let margin = 4 * pointsPerMillimetre
    static let contentWidth = width - 2 * margin
    /// Wider than any text that is measured.
    static let unbounded = 10_000.0
    /// What a label may take of a row before it wraps.
    static let labelWidth = contentWidth * 0.42
    /// Between a label and its value.
    static let gutter = 6.0
    /// The side of a code with its quiet zone: modules of 0.9 mm and more, which any phone reads.
    static let codeSide = 33 * pointsPerMillimetre
    /// The longest receipt; a longer one is a fault of its texts.
    static let lengthLimitMillimetres = 400
}

/// How a text is set: size, weight and place, and the space around it in points.
struct TypeStyle {
    enum Place {
        case left
        case centre
        case right
    }

    let size: Double
    let bold: Bool
    let place: Place
    let above: Double
    let below: Double

    init(_ size: Double, bold: Bool = false, _ place: Place, above: Double = 0, below: Double = 0) {
        self.size = size
        self.bold = bold
        self.place = place
        self.above = above
        self.below = below
    }

    static func style(_ role: TextRole, _ rank: LanguageRank) -> TypeStyle {
        switch (role, rank) {
        case (.letterhead, .first): TypeStyle(12, bold: true, .centre)
        case (.letterhead, .second): TypeStyle(7.5, .centre, above: 1)
        case (.title, .first): TypeStyle(19, bold: true, .centre, above: 3, below: 2)
        case (.title, .second): TypeStyle(10.5, .centre, below: 4)
        case (.warning, .first): TypeStyle(14, bold: true, .centre, above: 4, below: 3)
        case (.warning, .second): TypeStyle(10, bold: true, .centre, above: 0, below: 4)
        case (.question, .first): TypeStyle(11, bold: true, .left, above: 3)
        case (.question, .second): TypeStyle(7.5, .left)
        case (.paragraph, .first): TypeStyle(9.5, .left, above: 1, below: 1)
        case (.paragraph, .second): TypeStyle(8, .left, below: 3)
        case (.caption, .first): TypeStyle(8, .centre, above: 2)
        case (.caption, .second): TypeStyle(7, .centre)
        case (.identifier, _): TypeStyle(8.5, .centre, above: 1, below: 4)
        case (.footer, .first): TypeStyle(7.5, .centre)
        case (.footer, .second): TypeStyle(7, .centre, above: 1)
        }
    }

    /// The same in a size at which a text of that width, in points, fits on one line; nil when that
    /// would be too small for its place.
    func shrunk(from width: Double) -> TypeStyle? {
        // A hair less: a line that fills the width to the last fraction would wrap after all.
        let size = size * ReceiptPaper.contentWidth / width * 0.99
        guard size >= Self.smallestHeading else { return nil }
        return TypeStyle(size, bold: bold, place, above: above, below: below)
    }

    private static let smallestHeading = 9.5

    static func label(_ weight: RowWeight, _ rank: LanguageRank) -> TypeStyle {
        switch (weight, rank) {
        case (.normal, .first): TypeStyle(9.5, .left)
        case (.normal, .second): TypeStyle(7, .left)
        case (.strong, .first): TypeStyle(11, bold: true, .left)
        case (.strong, .second): TypeStyle(7.5, .left)
        case (.fine, .first): TypeStyle(7, .left)
        case (.fine, .second): TypeStyle(7, .left)
        }
    }

    static func value(_ weight: RowWeight) -> TypeStyle {
        switch weight {
        case .normal: TypeStyle(10.5, .right)
        case .strong: TypeStyle(15, bold: true, .right)
        case .fine: TypeStyle(7, .right)
        }
    }
}
