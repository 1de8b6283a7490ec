import CPango

/// A text set in a width, measured, and ready to be drawn on the page that it was set for.
///
/// Owns a pango layout. Used on one thread only.
final class SetText {
    private let layout: OpaquePointer
    private let page: OpaquePointer

    /// - Parameters:
    ///   - page: a cairo context that lives longer than this text.
    ///   - width: in points; the text wraps at words, and inside a word that is too long.
    init(
        _ text: String, style: TypeStyle, family: String, width: Double, page: OpaquePointer
    ) throws(ReceiptPDFFault) {
        guard let layout = pango_cairo_create_layout(page) else { throw .outOfMemory }
        self.layout = layout
        self.page = page
        // Positions to the fraction of a point: a printer has no screen pixels to round to.
        pango_context_set_round_glyph_positions(pango_layout_get_context(layout), 0)
        pango_layout_context_changed(layout)
        let font = pango_font_description_new()
        defer { pango_font_description_free(font) }
        pango_font_description_set_family(font, family)
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_font_description_set_weight(
            font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(layout, font)
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_alignment(layout, style.place.alignment)
        pango_layout_set_text(layout, text, -1)
        let unknown = pango_layout_get_unknown_glyphs_count(layout)
        guard unknown == 0 else { throw .missingGlyphs(count: Int(unknown), family: family) }
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(layout))
    }

    /// Of all lines, in points.
    var height: Double { extents.height }
    /// Of the longest line, in points.
    var width: Double { extents.width }

    /// Draws the text with its top left corner there, in the colour of the page.
    func draw(x: Double, y: Double) {
        cairo_move_to(page, x, y)
        pango_cairo_show_layout(page, layout)
    }

    private var extents: (width: Double, height: Double) {
        var logical = PangoRectangle()
        pango_layout_get_extents(layout, nil, &logical)
        let scale = Double(PANGO_SCALE)
        return (Double(logical.width) / scale, Double(logical.height) / scale)
    }
}

extension TypeStyle.Place {
    fileprivate var alignment: PangoAlignment {
        switch self {
        case .left: PANGO_ALIGN_LEFT
        case .centre: PANGO_ALIGN_CENTER
        case .right: PANGO_ALIGN_RIGHT
        }
    }
}
