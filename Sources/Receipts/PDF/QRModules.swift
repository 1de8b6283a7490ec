import CQRCodegen

/// The dark and light modules of a QR code (ISO/IEC 18004), error correction level M or better.
struct QRModules {
    /// Modules along a side, without the quiet zone.
    let side: Int
    private let dark: [Bool]

    /// The light modules that a reader needs on each side of a code.
    static let quietZone = 4
    /// 65 modules a side: still 0.45 mm each on our paper.
    private static let largestVersion: Int32 = 12

    init(_ text: String) throws(ReceiptPDFFault) {
        // qrcodegen.h: both buffers take BUFFER_LEN_FOR_VERSION(v) = (4v + 17)^2 bits, and one
        // byte.
        let edge = Int(Self.largestVersion) * 4 + 17
        let length = (edge * edge + 7) / 8 + 1
        var scratch = [UInt8](repeating: 0, count: length)
        var code = [UInt8](repeating: 0, count: length)
        let encoded = qrcodegen_encodeText(
            text, &scratch, &code, qrcodegen_Ecc_MEDIUM, Int32(qrcodegen_VERSION_MIN),
            Self.largestVersion, qrcodegen_Mask_AUTO, true)
        guard encoded else { throw .codeTooLong(bytes: text.utf8.count) }
        side = Int(qrcodegen_getSize(code))
        var modules: [Bool] = []
        for y in 0..<Int32(side) {
            for x in 0..<Int32(side) { modules.append(qrcodegen_getModule(code, x, y)) }
        }
        dark = modules
    }

    /// The runs of dark modules in a row, left to right.
    func runs(row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for column in 0...side {
            let isDark = column < side && dark[row * side + column]
            if isDark {
                start = start ?? column
            } else if let first = start {
                runs.append(first..<column)
                start = nil
            }
        }
        return runs
    }
}
