/// One message of the line between a reader and a chip that lives elsewhere, both ways: a length of
/// two bytes, most significant first, and that many bytes of command or answer APDU. The length
/// FFFF, from the reader only, has no bytes after it and no answer: the field is lost and comes
/// back.
package enum RemoteChipMessage: Hashable, Sendable {
    case apdu([UInt8])
    case fieldLost

    /// The longest APDU, one below the mark of a lost field.
    package static let lengthLimit = 0xFFFE
    private static let fieldLostMark = 0xFFFF

    /// - Precondition: an APDU of at most `lengthLimit` bytes.
    package var encoded: [UInt8] {
        switch self {
        case .apdu(let bytes):
            precondition(
                bytes.count <= Self.lengthLimit, "an APDU of \(bytes.count) bytes fits no message")
            return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
        case .fieldLost:
            return [0xFF, 0xFF]
        }
    }

    /// Takes the first message off a stream; nil while it is not there as a whole.
    package static func take(from stream: inout [UInt8]) -> RemoteChipMessage? {
        guard stream.count >= 2 else { return nil }
        let length = Int(stream[0]) << 8 | Int(stream[1])
        if length == fieldLostMark {
            stream.removeFirst(2)
            return .fieldLost
        }
        guard stream.count >= 2 + length else { return nil }
        defer { stream.removeFirst(2 + length) }
        return .apdu(Array(stream[2..<2 + length]))
    }
}
