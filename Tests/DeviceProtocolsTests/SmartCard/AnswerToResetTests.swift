import DeviceProtocols
import Testing

/// Goal: what a card says of itself is read as ISO/IEC 7816-3, 8.2 has it, or refused. Method: answers of real cards,
/// as lists of cards print them, and every prefix and changed byte of one.
@Suite struct AnswerToResetTests {
    private struct Row: Sendable {
        let name: String
        let bytes: String
        let offered: [UInt8]
        var speed: UInt8 = 0x11
        var guardTime: UInt8 = 0
        var waiting: UInt8 = 10
        var size: UInt8 = 32
        var waits: UInt8 = 0x4D
        let historical: String
    }

    private static let rows: [Row] = [
        Row(
            name: "JCOP 2.4.1", bytes: "3B F8 13 00 00 81 31 FE 45 4A 43 4F 50 76 32 34 31 B7",
            offered: [1], speed: 0x13, size: 0xFE, waits: 0x45,
            historical: "4A 43 4F 50 76 32 34 31"),
        Row(
            name: "Keycard",
            bytes: "3B DC 18 FF 81 91 FE 1F C3 80 73 C8 21 13 66 05 03 63 51 00 02 50",
            offered: [1], speed: 0x18, guardTime: 0xFF, size: 0xFE,
            historical: "80 73 C8 21 13 66 05 03 63 51 00 02"),
        Row(
            name: "T=1 with its waiting times",
            bytes: "3B FF 13 00 FF 81 31 FE 5D 80 25 A0 00 00 00 56 57 44 4B 33 32 30 05 00 3F",
            offered: [1], speed: 0x13, guardTime: 0xFF, size: 0xFE, waits: 0x5D,
            historical: "80 25 A0 00 00 00 56 57 44 4B 33 32 30 05 00"),
        Row(
            name: "T=0 with bytes for all protocols",
            bytes: "3B 9F 96 80 1F C3 80 31 E0 73 FE 21 1B B3 E2 02 7E 83 0F 90 00 82",
            offered: [0], speed: 0x96, historical: "80 31 E0 73 FE 21 1B B3 E2 02 7E 83 0F 90 00"),
        Row(
            name: "T=0 with a waiting integer", bytes: "3B A7 00 40 18 80 65 A2 08 01 01 52",
            offered: [0], waiting: 0x18, historical: "80 65 A2 08 01 01 52"),
        Row(
            name: "T=0 by its silence", bytes: "3B 65 00 00 9C 02 02 07 02", offered: [0],
            historical: "9C 02 02 07 02"),
        Row(
            name: "inverse", bytes: "3F 65 35 64 02 04 6C 90 40", offered: [0], guardTime: 0x64,
            historical: "02 04 6C 90 40"),
        Row(
            name: "a contactless storage card (PC/SC part 3)",
            bytes: "3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A",
            offered: [0, 1], historical: "80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00"),
        Row(name: "two bytes", bytes: "3B 00", offered: [0], historical: ""),
    ]

    @Test("Answers of real cards", arguments: rows.indices)
    func real(index: Int) throws {
        let row = Self.rows[index]
        let answer = try AnswerToReset(CRT591Vectors.bytes(row.bytes))
        #expect(answer.offered == row.offered, "\(row.name)")
        #expect(answer.specificMode == nil)
        #expect(answer.isInverse == row.bytes.hasPrefix("3F"))
        #expect(answer.speed == row.speed && answer.extraGuardTime == row.guardTime)
        #expect(answer.waitingInteger == row.waiting)
        #expect(answer.informationSize == row.size && answer.blockWaitingIntegers == row.waits)
        #expect(answer.check == .lrc)
        #expect(answer.historical == CRT591Vectors.bytes(row.historical))
    }

    @Test("Specific mode, CRC, and the first of several groups for T=1")
    func special() throws {
        // TA1, TD1 T=1, TA2 specific T=1 with another speed, TD2 T=1: TA3 20, TC3 01; TD3 T=1: TA4 40.
        let body: [UInt8] = [0x90, 0x95, 0x91, 0x11, 0xD1, 0x20, 0x01, 0x11, 0x40]
        let answer = try AnswerToReset([0x3B] + body + [body.reduce(0, ^)])
        #expect(
            answer.specificMode?.cardProtocol == 1 && answer.specificMode?.hasOtherSpeed == true)
        #expect(answer.informationSize == 0x20 && answer.check == .crc)
    }

    @Test("Every prefix is refused, and what stands behind the end too")
    func cut() {
        for row in Self.rows {
            let bytes = CRT591Vectors.bytes(row.bytes)
            for count in 0..<bytes.count {
                #expect(throws: AnswerToResetFault.self, "\(row.name) \(count)") {
                    _ = try AnswerToReset(Array(bytes.prefix(count)))
                }
            }
            #expect(throws: AnswerToResetFault.tooLong(bytes.count + 1)) {
                _ = try AnswerToReset(bytes + [0])
            }
        }
        #expect(throws: AnswerToResetFault.tooLong(34)) {
            _ = try AnswerToReset([0x3B] + [UInt8](repeating: 0, count: 33))
        }
    }

    @Test("A changed byte of an answer with a check is refused, or hides that there is one")
    func changed() {
        let bytes = CRT591Vectors.bytes(Self.rows[0].bytes)
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max where value != bytes[index] {
                // TS has two forms, and is not in the sum.
                if index == 0, value == 0x3F || value == 0x03 { continue }
                var changed = bytes
                changed[index] = value
                // One that offers T=0 alone has none.
                if let read = try? AnswerToReset(changed) {
                    #expect(read.offered == [0], "\(index) \(value)")
                }
            }
        }
        for size: UInt8 in [0, 255] {
            let body: [UInt8] = [0x80, 0x81, 0x11, size]
            #expect(throws: AnswerToResetFault.informationSize(size)) {
                _ = try AnswerToReset([0x3B] + body + [body.reduce(0, ^)])
            }
        }
    }
}

/// Goal: the protocol that is chosen is one of both, and card and reader are told the same. Method: tables.
@Suite struct CardParametersTests {
    private static func answer(_ body: [UInt8]) throws -> AnswerToReset {
        let hasCheck = body.count > 1
        return try AnswerToReset([0x3B] + body + (hasCheck ? [body.reduce(0, ^)] : []))
    }

    @Test("The card's first protocol that the reader has, and the selection that it needs")
    func selection() throws {
        let both: Set<CardProtocol> = [.t0, .t1]
        let slowT0 = try Self.answer([0x00])
        #expect(try CardParameters(slowT0, supported: both).selection == nil)
        // TA1 13, TD1 T=1: as libccid asks such a card, FF 11 13 FD.
        let fastT1 = try Self.answer([0x90, 0x13, 0x01])
        let chosen = try CardParameters(fastT1, supported: both)
        #expect(chosen.cardProtocol == .t1 && chosen.speed == 0x13)
        #expect(chosen.selection == [0xFF, 0x11, 0x13, 0xFD])
        #expect(chosen.isConfirmed(by: [0xFF, 0x11, 0x13, 0xFD]))
        for wrong: [UInt8] in [[], [0xFF, 0x01, 0xFE], [0xFF, 0x11, 0x13, 0xFC]] {
            #expect(!chosen.isConfirmed(by: wrong))
        }
        #expect(chosen.atFirstSpeed.selection == nil && chosen.atFirstSpeed.speed == 0x11)
        // T=0 first and T=1 second, over a reader without T=0.
        let mixed = try Self.answer([0x80, 0x80, 0x01])
        #expect(try CardParameters(mixed, supported: both).cardProtocol == .t0)
        #expect(try CardParameters(mixed, supported: [.t1]).selection == [0xFF, 0x01, 0xFE])
        // In one protocol there is nothing to select, and no speed that TA1 does not tell.
        let specific = try Self.answer([0x90, 0x95, 0x11, 0x11])
        let fixed = try CardParameters(specific, supported: both)
        #expect(fixed.cardProtocol == .t1 && fixed.selection == nil && fixed.speed == 0x11)
        #expect(throws: CardLinkFault.noProtocol(offered: [1])) {
            _ = try CardParameters(fastT1, supported: [.t0])
        }
    }

    @Test("The reader's parameter block, byte for byte")
    func block() throws {
        let t0 = try AnswerToReset(CRT591Vectors.bytes("3B A7 00 40 18 80 65 A2 08 01 01 52"))
        #expect(
            try CardParameters(t0, supported: [.t0]).block == [0x11, 0x00, 0x00, 0x18, 0x00])
        let inverse = try AnswerToReset(CRT591Vectors.bytes("3F 65 35 64 02 04 6C 90 40"))
        #expect(
            try CardParameters(inverse, supported: [.t0]).block == [0x11, 0x02, 0x64, 0x0A, 0x00])
        let t1 = try AnswerToReset(
            CRT591Vectors.bytes("3B F8 13 00 00 81 31 FE 45 4A 43 4F 50 76 32 34 31 B7"))
        #expect(
            try CardParameters(t1, supported: [.t1]).block
                == [0x13, 0x10, 0x00, 0x45, 0x00, 0xFE, 0x00])
        let crc = try Self.answer([0x80, 0x81, 0x41, 0x01])
        #expect(
            try CardParameters(crc, supported: [.t1]).block
                == [0x11, 0x11, 0x00, 0x4D, 0x00, 0x20, 0x00])
    }

    @Test("Every fault of a card's protocol says what came against which bound")
    func words() {
        let faults: [CardLinkFault] = [
            .answerToReset(.check), .noProtocol(offered: [1, 14]), .selectionRefused,
            .command(.tooShort(3)), .noStatusWord(1), .tooMuch(received: 3, limit: 2),
            .procedureByte(0x70), .nothingButNull(256), .endless(commands: 9),
            .notSynchronised(tries: 3), .answerLost, .abortedByCard, .nothingButExtensions(128),
            .tooManyBlocks(8_400),
        ]
        #expect(Set(faults.map(\.description)).count == faults.count)
        #expect(CardLinkFault.noProtocol(offered: [1, 14]).description.contains("T=1, T=14"))
    }
}
