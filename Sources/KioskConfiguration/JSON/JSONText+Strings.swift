/// Strings of RFC 8259 §7.
extension JSONText {
    mutating func string() throws(JSONFault) -> String {
        guard next == UInt8(ascii: "\"") else { throw fault("text in double quotes") }
        _ = take()
        var bytes: [UInt8] = []
        while let byte = take() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
            case UInt8(ascii: "\\"): bytes += try escaped()
            case 0x00..<0x20: throw fault("no control character inside text")
            default: bytes.append(byte)
            }
        }
        throw fault("'\"' at the end of a text")
    }

    private mutating func escaped() throws(JSONFault) -> [UInt8] {
        guard let byte = take() else { throw fault("a character after '\\'") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default: throw fault("one of \" \\ / b f n r t u after '\\'")
        }
    }

    /// Four hex digits, or a surrogate pair of twice four.
    private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
        let high = try codeUnit()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard UTF16.isLeadSurrogate(high), take() == UInt8(ascii: "\\"),
            take() == UInt8(ascii: "u")
        else { throw fault("a surrogate pair") }
        let low = try codeUnit()
        guard UTF16.isTrailSurrogate(low) else { throw fault("a surrogate pair") }
        return UTF16.decode(UTF16.EncodedScalar([high, low]))
    }

    private mutating func codeUnit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = take(),
                let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw fault("four hex digits after '\\u'") }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
