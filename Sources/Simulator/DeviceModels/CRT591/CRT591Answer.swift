internal import DeviceProtocols

/// The bytes that leave a unit for one answer, with the faults that strike it on its way.
struct CRT591Answer {
    /// Later than any host waits: for a query, and for anything that may take as long as a motion.
    private static let lateQuery = Duration.seconds(3)
    private static let lateMotion = Duration.seconds(35)
    /// Begins two packets, acknowledges, refuses and clears; none of it is a packet.
    private static let noise: [UInt8] = [0x00, 0xF2, 0x13, 0x06, 0xF2, 0x00, 0x15, 0x04, 0xFF]

    /// What goes out, one after the other.
    private(set) var sent: [[UInt8]]
    /// What a NAK brings back.
    private(set) var repeated: [UInt8]
    private(set) var delay = Duration.zero

    init(
        _ reply: CRT591Reply, to command: CRT591Command, address: UInt8,
        faults: Set<CRT591FaultKind>
    ) {
        let isStrange = faults.contains(.statusUnknown)
        let isAstray = faults.contains(.answerToAnotherCommand)
        let good = Self.bytes(
            isStrange ? Self.strange(reply) : reply,
            to: isAstray ? CRT591Command(command.command, command.parameter ^ 0x01) : command,
            address: faults.contains(.answerFromAnotherAddress) ? address ^ 0x01 : address)
        sent = [good]
        repeated = good
        for fault in faults { strike(fault, good, CRT591Occasion(command)) }
    }

    private mutating func strike(
        _ fault: CRT591FaultKind, _ good: [UInt8], _ occasion: CRT591Occasion
    ) {
        switch fault {
        case .answerLate: delay = occasion == .query ? Self.lateQuery : Self.lateMotion
        case .answerDoubled: sent = [good, good]
        case .answerGarbled: sent = [Self.garbled(good)]
        case .answerAlwaysGarbled:
            repeated = Self.garbled(good)
            sent = [repeated]
        case .answerTruncated: sent = [Array(good.prefix(good.count / 2))]
        case .answerLost:
            sent = []
            repeated = []
        case .noiseBeforeAnswer: sent = [Self.noise, good]
        case .commandLost, .acknowledgeLost, .goodPacketRefused, .falseRefusal, .busyForLong,
            .answerToAnotherCommand, .answerFromAnotherAddress, .statusUnknown,
            .initialisationForgotten:
            break
        }
    }

    private static func bytes(
        _ reply: CRT591Reply, to command: CRT591Command, address: UInt8
    ) -> [UInt8] {
        reply.frame(to: command, address: address).bytes
    }

    private static func strange(_ reply: CRT591Reply) -> CRT591Reply {
        switch reply {
        case .positive(_, let data):
            .positive(CRT591Status(st0: 0x3F, st1: 0x3F, st2: 0x3F), data: data)
        case .negative(_, let data): .negative(CRT591Refusal(0x5A, 0x5A), data: data)
        }
    }

    /// The first byte of the text with one bit changed: the check no longer agrees.
    private static func garbled(_ packet: [UInt8]) -> [UInt8] {
        var packet = packet
        packet[4] ^= 0x01
        return packet
    }
}
