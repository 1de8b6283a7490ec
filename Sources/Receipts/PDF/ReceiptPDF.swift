import CPango
package import KioskPorts

/// Draws a layout as a PDF of one page, as wide as the roll and as long as the text needs.
package struct ReceiptPDF: Sendable {
    /// The smaller of the two usual families: 16 MB installed, TrueType, extracts as text.
    package static let defaultFamily = "WenQuanYi Zen Hei"

    private let family: String

    /// - Parameter family: as fontconfig knows it. Characters that it lacks come from other
    ///   installed fonts.
    package init(family: String = Self.defaultFamily) {
        self.family = family
    }

    /// Writes the PDF to a path, over what is there, and returns the length of its page, in whole
    /// millimetres: every unit that a print server may pass it on in has those.
    /// - Parameter created: stands in the document's metadata, so that equal receipts are equal
    ///   files.
    package func write(
        _ layout: ReceiptLayout, created: ZonedTime, to path: String
    ) throws(ReceiptPDFFault) -> Int {
        let surface = cairo_pdf_surface_create(path, ReceiptPaper.width, ReceiptPaper.width)
        defer { cairo_surface_destroy(surface) }
        cairo_pdf_surface_set_metadata(
            surface, CAIRO_PDF_METADATA_CREATE_DATE, created.rfc3339)
        guard let page = cairo_create(surface) else { throw .outOfMemory }
        defer { cairo_destroy(page) }
        try check(cairo_status(page), path)
        leaveMetricsUnhinted(page)
        let typesetter = Typesetter(family: family, page: page)
        var placed: [PlacedBlock] = []
        for block in layout.blocks { placed.append(try typesetter.set(block)) }
        let length = try draw(placed, on: page, of: surface)
        cairo_surface_finish(surface)
        try check(cairo_surface_status(surface), path)
        return length
    }

    /// Widths as the font has them: hinted ones belong to the pixels of a screen.
    private func leaveMetricsUnhinted(_ page: OpaquePointer) {
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_set_font_options(page, options)
    }

    /// The page gets its size before anything is drawn: cairo empties a page that is resized later.
    private func draw(
        _ blocks: [PlacedBlock], on page: OpaquePointer, of surface: OpaquePointer?
    ) throws(ReceiptPDFFault) -> Int {
        let content = blocks.reduce(2 * ReceiptPaper.margin) { $0 + $1.height }
        let length = Int((content / ReceiptPaper.pointsPerMillimetre).rounded(.up))
        guard length <= ReceiptPaper.lengthLimitMillimetres else {
            throw .tooLong(millimetres: length, limit: ReceiptPaper.lengthLimitMillimetres)
        }
        cairo_pdf_surface_set_size(
            surface, ReceiptPaper.width, Double(length) * ReceiptPaper.pointsPerMillimetre)
        var top = ReceiptPaper.margin
        for block in blocks {
            block.draw(on: page, y: top)
            top += block.height
        }
        cairo_show_page(page)
        return length
    }

    private func check(_ status: cairo_status_t, _ path: String) throws(ReceiptPDFFault) {
        guard status != CAIRO_STATUS_SUCCESS else { return }
        throw .cairo(file: path, message: String(cString: cairo_status_to_string(status)))
    }
}
