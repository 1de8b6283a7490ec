internal import DeviceProtocols

/// The bytes that leave a unit for one answer, with the faults that strike it on its way.
struct TTCEAnswer {
    /// Begins two packets, acknowledges, refuses and clears; none of it is a packet.
    private static let noise: [UInt8] = [0x00, 0x02, 0x13, 0x06, 0x02, 0x00, 0x15, 0x04, 0xFF]

    /// What goes out, one after the other.
    private(set) var sent: [[UInt8]]
    let isLate: Bool

    init(
        _ reply: TTCEReply, to command: TTCECommand, address: TTCEAddress,
        faults: Set<TTCEFaultKind>
    ) {
        let good = Self.frame(reply, to: command, address, faults).bytes
        isLate = faults.contains(.answerLate)
        sent = [good]
        if faults.contains(.answerDoubled) { sent = [good, good] }
        if faults.contains(.answerGarbled) { sent = [Self.garbled(good)] }
        if faults.contains(.answerTruncated) { sent = [Array(good.prefix(good.count / 2))] }
        if faults.contains(.noiseBeforeAnswer) { sent = [Self.noise, good] }
        if faults.contains(.answerLost) { sent = [] }
    }

    private static func frame(
        _ reply: TTCEReply, to command: TTCECommand, _ address: TTCEAddress,
        _ faults: Set<TTCEFaultKind>
    ) -> TTCEFrame {
        var reply = reply
        if faults.contains(.stateUnreadable), case .state(let nibbles) = reply {
            reply = .state(nibbles.map { _ in 0x2F })
        }
        if faults.contains(.answerToAnotherCommand) {
            reply =
                command == .version ? .state([0x30, 0x30, 0x30, 0x30]) : .version([0x56, 0x31])
        }
        let isAstray = faults.contains(.answerFromAnotherAddress)
        let other = TTCEAddress(address.number ^ 0x01) ?? address
        return reply.frame(to: command, address: isAstray ? other : address)
    }

    /// The first byte of the text with one bit changed: the check no longer agrees.
    private static func garbled(_ packet: [UInt8]) -> [UInt8] {
        var packet = packet
        packet[5] ^= 0x01
        return packet
    }
}
