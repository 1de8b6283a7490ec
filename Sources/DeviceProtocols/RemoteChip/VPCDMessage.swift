/// One message from vsmartcard's virtual reader driver to a virtual card: a length of two bytes, most significant first,
/// and that many bytes. One byte alone is a control; anything longer is a command APDU. The card answers an APDU, and a
/// request for its answer to reset, with a message of the same form; the other controls have no answer. (vsmartcard,
/// virtualsmartcard's communication protocol between vpcd and vpicc.)
package enum VPCDMessage: Hashable, Sendable {
    case powerOff, powerOn, reset, requestAnswerToReset
    case apdu([UInt8])

    /// The port on which the driver waits for its first card.
    package static let usualPort: UInt16 = 35_963
    /// The longest APDU that the length can say.
    package static let lengthLimit = 0xFFFF

    package var encoded: [UInt8] {
        switch self {
        case .powerOff: Self.framed([0x00])
        case .powerOn: Self.framed([0x01])
        case .reset: Self.framed([0x02])
        case .requestAnswerToReset: Self.framed([0x04])
        case .apdu(let bytes): Self.framed(bytes)
        }
    }

    /// Bytes as they go over the line, in either direction.
    /// - Precondition: at most `lengthLimit` of them.
    package static func framed(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count <= lengthLimit, "\(bytes.count) bytes fit no message")
        return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
    }

    /// Takes the bytes of the first message off a stream; nil while it is not there as a whole.
    package static func unframed(from stream: inout [UInt8]) -> [UInt8]? {
        guard stream.count >= 2 else { return nil }
        let length = Int(stream[0]) << 8 | Int(stream[1])
        guard stream.count >= 2 + length else { return nil }
        defer { stream.removeFirst(2 + length) }
        return Array(stream[2..<2 + length])
    }

    /// What a card was told; nil for a control that no driver has, and for nothing at all.
    package init?(_ bytes: [UInt8]) {
        switch (bytes.count, bytes.first) {
        case (0, _): return nil
        case (1, 0x00): self = .powerOff
        case (1, 0x01): self = .powerOn
        case (1, 0x02): self = .reset
        case (1, 0x04): self = .requestAnswerToReset
        case (1, _): return nil
        default: self = .apdu(bytes)
        }
    }
}
