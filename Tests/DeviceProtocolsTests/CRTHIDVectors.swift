import DeviceProtocols

/// Packets with CRC-16: the first three of devices.md §3, the others made from its grammar with the CRC of Python's
/// `binascii.crc_hqx`.
enum CRTHIDVectors {
    static let commands: [(command: CRTHIDCommand, packet: String)] = [
        (CRTHIDCommand(0x30, 0x30), "F2 00 03 43 30 30 F6 1B"),
        (.status, "F2 00 03 43 31 30 C5 2A"),
        (.firmwareVersion, "F2 00 03 43 A4 30 22 34"),
        (.initialiseLeaving, "F2 00 03 43 30 34 B6 9F"),
        (.sensors, "F2 00 03 43 31 41 AB 9C"),
        (.counters, "F2 00 03 43 A1 30 DD C1"),
        (.serialNumber, "F2 00 03 43 A2 30 88 92"),
        (CRTHIDCommand(0x30, 0x31), "F2 00 03 43 30 31 E6 3A"),
        (CRTHIDCommand(0x30, 0x32), "F2 00 03 43 30 32 D6 59"),
        (CRTHIDCommand(0x32, 0x32, data: [0x31]), "F2 00 04 43 32 32 31 DD 7D"),
    ]

    static let answers: [(command: CRTHIDCommand, reply: CRTHIDReply, packet: String)] = [
        (.status, .positive(CRTHIDStatus(.none), data: []), "F2 00 05 50 31 30 30 30 38 26"),
        (.status, .positive(CRTHIDStatus(.atEntry), data: []), "F2 00 05 50 31 30 30 31 28 07"),
        (.status, .positive(CRTHIDStatus(.inside), data: []), "F2 00 05 50 31 30 30 32 18 64"),
        (
            .sensors, .positive(CRTHIDStatus(.inside), data: Array("001000100".utf8)),
            "F2 00 0E 50 31 41 30 32 30 30 31 30 30 30 31 30 30 26 9B"
        ),
        (
            CRTHIDCommand(0x32, 0x32), .negative(CRTHIDRefusal(.hopperEmpty), data: []),
            "F2 00 05 4E 32 32 41 30 3D 00"
        ),
        (
            CRTHIDCommand(0x32, 0x32), .negative(CRTHIDRefusal(.feedJam), data: []),
            "F2 00 05 4E 32 32 32 32 40 48"
        ),
        (
            .status, .negative(CRTHIDRefusal(.notInitialised), data: []),
            "F2 00 05 4E 31 30 31 33 F0 86"
        ),
        (
            .firmwareVersion,
            .positive(CRTHIDStatus(.none), data: Array("CRT-591H-SIMU V1.00".utf8)),
            "F2 00 18 50 A4 30 30 30 43 52 54 2D 35 39 31 48 2D 53 49 4D 55 20 56 31 2E 30 30 C6 B3"
        ),
    ]

    /// Twelve counters of eight digits: 106 bytes, which take two reports.
    static let long =
        bytes("F2 00 65 50 A1 30 30 30") + Array("00000003".utf8)
        + [UInt8](repeating: 0x30, count: 64) + Array("00000001".utf8)
        + [UInt8](repeating: 0x30, count: 16) + [0x45, 0x78]

    static let longest = CRTHIDFrame(
        text: [0x50, 0xA1, 0x30, 0x30, 0x30] + (0..<290).map { UInt8($0 % 256) })

    /// Every packet of the tables.
    static let packets =
        commands.map { bytes($0.packet) } + answers.map { bytes($0.packet) }
        + [long, longest.bytes]

    /// The reports that carry a packet, filled up with zeros.
    static func reports(of packet: [UInt8]) -> [[UInt8]] {
        stride(from: 0, to: packet.count, by: 64).map { start in
            let piece = Array(packet[start..<min(start + 64, packet.count)])
            return piece + [UInt8](repeating: 0, count: 64 - piece.count)
        }
    }

    static func bytes(_ hex: String) -> [UInt8] {
        hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }
}
