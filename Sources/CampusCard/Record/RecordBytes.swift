/// The bytes of a record, field by field, closed by a check sum.
///
/// Numbers go most significant byte first. The check sum is CRC-16/CCITT-FALSE (polynomial 1021,
/// preset FFFF) over all other bytes of the file: it finds a torn or misread file without any key.
struct RecordWriter<Field: RecordField> {
    private let layout: RecordLayout<Field>
    private(set) var bytes: [UInt8]

    init(_ layout: RecordLayout<Field>) {
        self.layout = layout
        bytes = [UInt8](repeating: 0, count: layout.length)
        put(layout.version, in: Field.layoutVersion)
    }

    mutating func put<Number: FixedWidthInteger & UnsignedInteger>(
        _ number: Number, in field: Field
    ) {
        let shifts = stride(from: Number.bitWidth - 8, through: 0, by: -8)
        put(shifts.map { UInt8(truncatingIfNeeded: number >> Number($0)) }, in: field)
    }

    /// Puts bytes into a field, filled up with zeros.
    mutating func put(_ content: some Collection<UInt8>, in field: Field) {
        let place = layout.place(of: field)
        precondition(
            content.count <= place.count,
            "\(content.count) bytes do not fit \(field.rawValue), which has \(place.count)")
        let filling = [UInt8](repeating: 0, count: place.count - content.count)
        bytes.replaceSubrange(place, with: content + filling)
    }

    /// The whole file.
    consuming func closed() -> [UInt8] {
        put(RecordCheckSum.of(bytes, layout), in: Field.checkSum)
        return bytes
    }

    /// The bytes of the file that belong to none of some fields.
    func bytes(outside fields: Set<Field>) -> [UInt8] {
        layout.positions(outside: fields).map { bytes[$0] }
    }
}

/// The fields of a record, once length, layout, check sum and reserved bytes have held.
struct RecordReader<Field: RecordField> {
    private let layout: RecordLayout<Field>
    private let bytes: [UInt8]

    init(_ bytes: [UInt8], _ layout: RecordLayout<Field>) throws(RecordFault) {
        guard bytes.count == layout.length else {
            throw .wrongLength(file: Field.file, length: bytes.count, expected: layout.length)
        }
        guard bytes.contains(where: { $0 != 0 }) else { throw .blank }
        self.layout = layout
        self.bytes = bytes
        let version = number(UInt8.self, in: Field.layoutVersion)
        guard version == layout.version else {
            throw .unknownLayout(file: Field.file, version: version)
        }
        let checkSum = number(UInt16.self, in: Field.checkSum)
        guard checkSum == RecordCheckSum.of(bytes, layout) else {
            throw .wrongCheckSum(file: Field.file)
        }
        // What a later layout puts there comes with another version.
        guard layout.reserved.allSatisfy({ bytes[$0] == 0 }) else {
            throw .illegalField(file: Field.file, field: "the reserved part")
        }
    }

    func number<Number: FixedWidthInteger & UnsignedInteger>(
        _: Number.Type, in field: Field
    ) -> Number {
        content(of: field).reduce(0) { $0 << 8 | Number($1) }
    }

    func content(of field: Field) -> [UInt8] { Array(bytes[layout.place(of: field)]) }

    func date(in field: Field) throws(RecordFault) -> RecordDate {
        guard let date = RecordDate(packed: content(of: field)) else { throw illegal(field) }
        return date
    }

    func illegal(_ field: Field) -> RecordFault {
        .illegalField(file: Field.file, field: field.rawValue)
    }
}

/// CRC-16/CCITT-FALSE.
private enum RecordCheckSum {
    static func of<Field>(_ bytes: [UInt8], _ layout: RecordLayout<Field>) -> UInt16 {
        layout.positions(outside: [Field.checkSum]).reduce(0xFFFF) { register, position in
            (0..<8).reduce(register ^ UInt16(bytes[position]) << 8) { bits, _ in
                bits & 0x8000 != 0 ? bits << 1 ^ 0x1021 : bits << 1
            }
        }
    }
}
