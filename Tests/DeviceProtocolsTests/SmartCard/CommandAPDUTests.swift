import DeviceProtocols
import Testing

/// Goal: every command is of exactly one of the seven cases of ISO/IEC 7816-3, 12.1.3, or of none. Method: the boundaries of
/// each case, and every length around them.
@Suite struct CommandAPDUTests {
    private static let header: [UInt8] = [0x00, 0xB0, 0x01, 0x02]

    private static func data(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 3) }
    }

    @Test("The seven cases are told apart by their lengths")
    func cases() throws {
        let table: [(tail: [UInt8], data: Int, expected: Int, isExtended: Bool)] = [
            ([], 0, 0, false),
            ([1], 0, 1, false), ([0xFF], 0, 255, false), ([0], 0, 256, false),
            ([1] + Self.data(1), 1, 0, false), ([0xFF] + Self.data(255), 255, 0, false),
            ([1] + Self.data(1) + [0], 1, 256, false),
            ([0xFF] + Self.data(255) + [7], 255, 7, false),
            ([0, 0, 1], 0, 1, true), ([0, 0xFF, 0xFF], 0, 65_535, true),
            ([0, 0, 0], 0, 65_536, true),
            ([0, 0, 1] + Self.data(1), 1, 0, true),
            ([0, 0xFF, 0xFF] + Self.data(65_535), 65_535, 0, true),
            ([0, 1, 0] + Self.data(256) + [0, 0], 256, 65_536, true),
            ([0, 0, 2] + Self.data(2) + [1, 0], 2, 256, true),
        ]
        for row in table {
            let command = try CommandAPDU(Self.header + row.tail)
            #expect(command.header == Self.header)
            #expect(command.data == Self.data(row.data))
            #expect(command.expected == row.expected)
            #expect(command.isExtended == row.isExtended)
            if !row.isExtended { #expect(command.short == Self.header + row.tail) }
        }
    }

    @Test("A length that fits no case is refused with both numbers")
    func refused() {
        for count in 0..<4 {
            #expect(throws: CommandAPDUFault.tooShort(count)) {
                _ = try CommandAPDU(Array(Self.header.prefix(count)))
            }
        }
        for tail: [UInt8] in [
            [0, 0], [0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 0, 3, 1, 2], [0, 0, 1, 1, 0],
            [0, 0, 1, 1, 0, 0, 0],
        ] {
            #expect(throws: CommandAPDUFault.self) { _ = try CommandAPDU(Self.header + tail) }
        }
        for count in 0..<40 where count != 7 && count != 8 && count != 0 {
            #expect(throws: CommandAPDUFault.length(stated: 7, bytes: 5 + count)) {
                _ = try CommandAPDU(Self.header + [7] + Self.data(count))
            }
        }
    }

    @Test(
        "GET RESPONSE keeps the channel of an interindustry class, GSM's class and the reader's own"
    )
    func getResponse() {
        for (cla, kept) in [
            (0x00, 0x00), (0x01, 0x01), (0x03, 0x03), (0x0C, 0x00), (0x10, 0x00), (0x80, 0x00),
            (0x84, 0x00), (0x90, 0x00), (0xA0, 0xA0), (0xFF, 0xFF),
        ] as [(UInt8, UInt8)] {
            let short = CommandAPDU.getResponse(after: cla, expecting: 5).short
            #expect(short == [kept, 0xC0, 0, 0, 5])
        }
        #expect(CommandAPDU.getResponse(after: 0, expecting: 70_000).short.last == 0)
    }
}
