import DeviceProtocols

/// Packets of devices.md §2.7 (address 0), taken from the CRT-591 protocol and from captures.
enum CRT591Vectors {
    static let commands: [(name: String, command: CRT591Command, packet: String)] = [
        ("INIT hold", CRT591Command(0x30, 0x30), "F2 00 00 03 43 30 30 03 B1"),
        ("INIT capture", CRT591Command(0x30, 0x31), "F2 00 00 03 43 30 31 03 B0"),
        ("INIT leave", .initialiseLeaving, "F2 00 00 03 43 30 33 03 B2"),
        ("STATUS", .status, "F2 00 00 03 43 31 30 03 B0"),
        ("SENSORS", .sensors, "F2 00 00 03 43 31 31 03 B1"),
        ("MOVE gate", CRT591Command(0x32, 0x30), "F2 00 00 03 43 32 30 03 B3"),
        ("MOVE IC", CRT591Command(0x32, 0x31), "F2 00 00 03 43 32 31 03 B2"),
        ("MOVE RF", CRT591Command(0x32, 0x32), "F2 00 00 03 43 32 32 03 B1"),
        ("MOVE error bin", CRT591Command(0x32, 0x33), "F2 00 00 03 43 32 33 03 B0"),
        ("MOVE 34", CRT591Command(0x32, 0x34), "F2 00 00 03 43 32 34 03 B7"),
        ("MOVE out of gate", CRT591Command(0x32, 0x39), "F2 00 00 03 43 32 39 03 BA"),
        ("ENTRY enable", CRT591Command(0x33, 0x30), "F2 00 00 03 43 33 30 03 B2"),
        ("ENTRY disable", .disableEntry, "F2 00 00 03 43 33 31 03 B3"),
        ("ENTRY 32", CRT591Command(0x33, 0x32), "F2 00 00 03 43 33 32 03 B0"),
        (
            "RF activate A,B", CRT591Command(0x60, 0x30, data: [0x41, 0x42]),
            "F2 00 00 05 43 60 30 41 42 03 E4"
        ),
        (
            "RF activate A", CRT591Command(0x60, 0x30, data: [0x41, 0x30]),
            "F2 00 00 05 43 60 30 41 30 03 96"
        ),
        ("RF off", CRT591Command(0x60, 0x31), "F2 00 00 03 43 60 31 03 E0"),
        ("RF status", CRT591Command(0x60, 0x32), "F2 00 00 03 43 60 32 03 E3"),
        (
            "M1 read", CRT591Command(0x60, 0x33, data: [0x00, 0xB0, 0x01, 0x00, 0x01]),
            "F2 00 00 08 43 60 33 00 B0 01 00 01 03 59"
        ),
        (
            "APDU 00840000 08", CRT591Command(0x60, 0x34, data: [0x00, 0x84, 0x00, 0x00, 0x08]),
            "F2 00 00 08 43 60 34 00 84 00 00 08 03 62"
        ),
        ("serial", .serialNumber, "F2 00 00 03 43 A2 30 03 23"),
        ("configuration", .configuration, "F2 00 00 03 43 A3 30 03 22"),
        ("version", .firmwareVersion, "F2 00 00 03 43 A4 30 03 25"),
        ("bin counter read", .readBinCounter, "F2 00 00 03 43 A5 30 03 24"),
        ("bin counter := 000", .setBinCounter(0), "F2 00 00 06 43 A5 31 30 30 30 03 10"),
        ("magstripe read", CRT591Command(0x36, 0x37), "F2 00 00 03 43 36 37 03 B0"),
    ]

    static let noneEnough = CRT591Status(st0: 0x30, st1: 0x32, st2: 0x30)
    static let readerEnough = CRT591Status(st0: 0x32, st1: 0x32, st2: 0x30)
    static let noneEmpty = CRT591Status(st0: 0x30, st1: 0x30, st2: 0x30)

    static let replies: [(name: String, to: CRT591Command, reply: CRT591Reply, packet: String)] = [
        (
            "status none, enough", .status, .positive(noneEnough, data: []),
            "F2 00 00 06 50 31 30 30 32 30 03 94"
        ),
        (
            "status at reader, enough", .status, .positive(readerEnough, data: []),
            "F2 00 00 06 50 31 30 32 32 30 03 96"
        ),
        (
            "status none, empty", .status, .positive(noneEmpty, data: []),
            "F2 00 00 06 50 31 30 30 30 30 03 96"
        ),
        (
            "init", .initialiseLeaving, .positive(noneEnough, data: Array("CRT-591-M001".utf8)),
            "F2 00 00 12 50 30 33 30 32 30 43 52 54 2D 35 39 31 2D 4D 30 30 31 03 86"
        ),
        (
            "move RF", CRT591Command(0x32, 0x32), .positive(readerEnough, data: []),
            "F2 00 00 06 50 32 32 32 32 30 03 97"
        ),
        (
            "move RF, empty", CRT591Command(0x32, 0x32),
            .negative(CRT591Refusal(.stackerEmpty), data: []), "F2 00 00 05 4E 32 32 41 30 03 CB"
        ),
        (
            "move RF, jam", CRT591Command(0x32, 0x32),
            .negative(CRT591Refusal(.jam), data: []), "F2 00 00 05 4E 32 32 31 30 03 BB"
        ),
        (
            "status, not reset", .status, .negative(CRT591Refusal(.notReset), data: []),
            "F2 00 00 05 4E 31 30 42 30 03 C9"
        ),
        (
            "RF M S50", CRT591Command(0x60, 0x30),
            .positive(readerEnough, data: [0x4D, 0, 4, 4, 0xDE, 0xAD, 0xBE, 0xEF, 8]),
            "F2 00 00 0F 50 60 30 32 32 30 4D 00 04 04 DE AD BE EF 08 03 A9"
        ),
        (
            "APDU 9000", CRT591Command(0x60, 0x34),
            .positive(readerEnough, data: [0x90, 0x00]),
            "F2 00 00 08 50 60 34 32 32 30 90 00 03 5D"
        ),
    ]

    /// Every packet of both tables.
    static let packets = commands.map { bytes($0.packet) } + replies.map { bytes($0.packet) }

    static func bytes(_ hex: String) -> [UInt8] {
        hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    }
}
