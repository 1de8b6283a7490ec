/// Cuts a command APDU into the blocks that fit into a reader's messages (devices.md §6.2).
package enum CCIDBlocks {
    /// Blocks of at most `maximumMessageLength` − 10 bytes with their place in the chain, or nil
    /// if the reader cannot chain and the APDU needs it.
    package static func cut(
        _ apdu: [UInt8], level: CCIDExchangeLevel, maximumMessageLength: Int
    ) -> [(data: [UInt8], chain: CCIDCommandChain)]? {
        let room = maximumMessageLength - CCIDMessage.headerLength
        precondition(room > 0, "a message has room for a byte behind its header")
        if apdu.count <= room { return [(apdu, .whole)] }
        guard level == .extendedAPDU else { return nil }
        let starts = Array(stride(from: 0, to: apdu.count, by: room))
        return starts.enumerated().map { index, start in
            let data = Array(apdu[start..<min(start + room, apdu.count)])
            if index == 0 { return (data, .begins) }
            return (data, index == starts.count - 1 ? .ends : .continues)
        }
    }
}

/// The class request that begins an abort, as fields of a set-up packet (CCID 1.1 §5.3.1).
package struct CCIDAbortRequest: Hashable, Sendable {
    package static let requestType: UInt8 = 0x21
    package static let request: UInt8 = 0x01

    /// Sequence number in the high byte, slot in the low one.
    package let value: UInt16

    package init(slot: UInt8, sequence: UInt8) {
        value = UInt16(sequence) << 8 | UInt16(slot)
    }
}
