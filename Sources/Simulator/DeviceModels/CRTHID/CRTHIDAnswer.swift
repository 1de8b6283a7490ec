internal import DeviceProtocols

/// The reports that leave a unit for one answer, with the faults that strike it on its way.
struct CRTHIDAnswer {
    private static let reportSize = 64
    /// Later than any host waits: for a query, and for anything that may take as long as a motion.
    private static let lateQuery = Duration.seconds(3)
    private static let lateMotion = Duration.seconds(35)
    /// The middle of a long answer, the head of another, and its end, which looks like a control.
    private static let stale: [[UInt8]] = [
        filled([0x30, 0x30, 0x30]), filled([0xF2, 0x00, 0x60, 0x50, 0xA1, 0x30, 0x30, 0x30]),
        filled([0x06, 0x15]),
    ]

    /// What goes out, one after the other.
    private(set) var reports: [[UInt8]]
    let delay: Duration

    init(
        _ reply: CRTHIDReply, to command: CRTHIDCommand, _ faults: Set<CRTHIDFaultKind>,
        _ occasion: LineOccasion
    ) {
        let isAstray = faults.contains(.answerToAnotherCommand)
        let packet =
            (faults.contains(.statusUnknown) ? Self.strange(reply) : reply).frame(
                to: isAstray
                    ? CRTHIDCommand(command.command, command.parameter ^ 0x01) : command
            ).bytes
        let isLate = faults.contains(.answerLate)
        delay = !isLate ? .zero : occasion == .query ? Self.lateQuery : Self.lateMotion
        reports = Self.cut(faults.contains(.answerGarbled) ? Self.garbled(packet) : packet)
        if faults.contains(.reportsSwapped) { reports.reverse() }
        if faults.contains(.reportsDoubled) { reports = reports.flatMap { [$0, $0] } }
        if faults.contains(.answerDoubled) { reports += reports }
        if faults.contains(.answerCutOff) { reports = Self.cutOff(reports) }
        if faults.contains(.staleReportsFirst) { reports = Self.stale + reports }
        if faults.contains(.answerLost) { reports = [] }
    }

    private static func cut(_ packet: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: packet.count, by: reportSize).map { start in
            filled(Array(packet[start..<min(start + reportSize, packet.count)]))
        }
    }

    private static func filled(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: reportSize - bytes.count)
    }

    /// Without the last report; an answer of one report loses its second half.
    private static func cutOff(_ reports: [[UInt8]]) -> [[UInt8]] {
        guard reports.count == 1, let only = reports.first else { return reports.dropLast() }
        return [filled(Array(only.prefix(5)))]
    }

    private static func strange(_ reply: CRTHIDReply) -> CRTHIDReply {
        switch reply {
        case .positive(_, let data): .positive(CRTHIDStatus(st1: 0x3F, st0: 0x3F), data: data)
        case .negative(_, let data): .negative(CRTHIDRefusal(0x5A, 0x5A), data: data)
        }
    }

    /// The last byte of the text with one bit changed: the CRC no longer agrees.
    private static func garbled(_ packet: [UInt8]) -> [UInt8] {
        var packet = packet
        packet[packet.count - 3] ^= 0x01
        return packet
    }
}
