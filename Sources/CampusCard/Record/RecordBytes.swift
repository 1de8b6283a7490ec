/// The fields of a record, put down one after the other and closed by a check sum.
///
/// Numbers go most significant byte first. The check sum is CRC-16/CCITT-FALSE (polynomial 1021,
/// preset FFFF) over all bytes before it: it finds a torn or misread file without any key.
struct RecordWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }

    /// Puts bytes into a field of a stated width, filled up with zeros.
    mutating func put(_ field: some Collection<UInt8>, width: Int) {
        precondition(field.count <= width, "\(field.count) bytes do not fit a field of \(width)")
        bytes += field
        bytes += [UInt8](repeating: 0, count: width - field.count)
    }

    /// Fills up with zeros and closes the record at its full length.
    consuming func closed(_ file: CardFile) -> [UInt8] {
        put([], width: file.length - 2 - bytes.count)
        put(RecordCheckSum.of(bytes))
        return bytes
    }
}

/// The fields of a record, taken off one after the other once length, layout and check sum have
/// held.
struct RecordReader {
    private let file: CardFile
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8], file: CardFile, layout: UInt8) throws(RecordFault) {
        guard bytes.count == file.length else {
            throw .wrongLength(file: file, length: bytes.count)
        }
        guard bytes.contains(where: { $0 != 0 }) else { throw .blank }
        guard bytes[0] == layout else { throw .unknownLayout(file: file, version: bytes[0]) }
        var expected = RecordWriter()
        expected.put(RecordCheckSum.of(bytes.dropLast(2)))
        guard Array(bytes.suffix(2)) == expected.bytes else { throw .wrongCheckSum(file: file) }
        self.file = file
        self.bytes = bytes
        position = 1
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _: Number.Type
    ) -> Number {
        field(width: Number.bitWidth / 8).reduce(0) { $0 << 8 | Number($1) }
    }

    mutating func field(width: Int) -> [UInt8] {
        defer { position += width }
        return Array(bytes[position..<position + width])
    }

    /// The day in the next four bytes.
    mutating func date(_ name: String) throws(RecordFault) -> RecordDate {
        guard let date = RecordDate(packed: field(width: 4)) else { throw illegal(name) }
        return date
    }

    /// Reserved bytes up to the check sum are zero: a later layout takes a new version.
    mutating func expectZeros() throws(RecordFault) {
        let rest = field(width: bytes.count - 2 - position)
        guard rest.allSatisfy({ $0 == 0 }) else { throw illegal("the reserved part") }
    }

    func illegal(_ name: String) -> RecordFault { .illegalField(file: file, field: name) }
}

/// CRC-16/CCITT-FALSE.
enum RecordCheckSum {
    static func of(_ bytes: some Collection<UInt8>) -> UInt16 {
        bytes.reduce(0xFFFF) { register, byte in
            (0..<8).reduce(register ^ UInt16(byte) << 8) { bits, _ in
                bits & 0x8000 != 0 ? bits << 1 ^ 0x1021 : bits << 1
            }
        }
    }
}
