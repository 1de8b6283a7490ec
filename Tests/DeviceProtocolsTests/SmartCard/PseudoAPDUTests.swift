import DeviceProtocols
import Testing

/// Goal: the reader's own commands are those of PC/SC part 3, byte for byte. Method: the table of devices.md §6.5.
@Suite struct PseudoAPDUTests {
    private static let table: [(PseudoAPDU, String)] = [
        (.uid, "FF CA 00 00 00"), (.ats, "FF CA 01 00 00"),
        (
            .loadKey(structure: 0x20, number: 1, [1, 2, 3, 4, 5, 6]),
            "FF 82 20 01 06 01 02 03 04 05 06"
        ),
        (
            .authenticate(block: 4, kind: 0x60, number: 0x20),
            "FF 86 00 00 05 01 00 04 60 20"
        ),
        (.authenticateOld(block: 4, kind: 0x61, number: 1), "FF 88 00 04 61 01"),
        (.read(block: 4, count: 16), "FF B0 00 04 10"),
        (.read(block: 0x0104, count: 0), "FF B0 01 04 00"),
        (.update(block: 5, [7, 8, 9, 10]), "FF D6 00 05 04 07 08 09 0A"),
    ]

    @Test(
        "Each command is written and read byte for byte, and no prefix of it is another of its kind"
    )
    func vectors() {
        for (command, hex) in Self.table {
            let bytes = CRT591Vectors.bytes(hex)
            #expect(command.bytes == bytes)
            #expect(PseudoAPDU(bytes) == command)
            for count in 0..<bytes.count {
                #expect(PseudoAPDU(Array(bytes.prefix(count))) != command)
            }
        }
    }

    @Test("Other classes, commands, lengths and versions are none")
    func others() {
        for hex in [
            "00 CA 00 00 00", "FF CA 02 00 00", "FF CA 00 00 00 01", "FF 82 00 00 06 01",
            "FF 86 00 00 05 02 00 04 60 00", "FF 86 00 01 05 01 00 04 60 00",
            "FF 88 01 04 61 01", "FF B0 00 04 10 00", "FF D6 00 05 00", "FF 00 48 00 00",
        ] {
            #expect(PseudoAPDU(CRT591Vectors.bytes(hex)) == nil, "\(hex)")
        }
    }
}
