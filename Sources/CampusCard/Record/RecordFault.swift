/// Why bytes from a card are not a record. The bytes themselves stay out of it: they are personal.
package enum RecordFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Every byte is zero: the file was created and never written.
    case blank
    case wrongLength(file: CardFile, length: Int, expected: Int)
    case unknownLayout(file: CardFile, version: UInt8)
    case wrongCheckSum(file: CardFile)
    /// A field holds a value that no writer may put there.
    case illegalField(file: CardFile, field: String)

    package var description: String {
        switch self {
        case .blank: "reading a card record: the file holds only zeros"
        case .wrongLength(let file, let length, let expected):
            "reading \(file): \(length) bytes where \(expected) belong"
        case .unknownLayout(let file, let version):
            "reading \(file): layout version \(version) is not the profile's"
        case .wrongCheckSum(let file): "reading \(file): the check sum is wrong"
        case .illegalField(let file, let field): "reading \(file): \(field) holds an illegal value"
        }
    }
}

/// The two files of a card record.
package enum CardFile: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case identity, status

    package var description: String { "the \(rawValue) file" }
}
