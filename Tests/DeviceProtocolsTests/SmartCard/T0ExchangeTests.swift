import DeviceProtocols
import Testing

/// Goal: every case of a command reaches a T=0 card and comes back as ISO/IEC 7816-3, 12.2 has it. Method: dialogues,
/// one for each row of its tables, and all that a card could say wrongly.
@Suite struct T0ExchangeTests {
    private struct Row: Sendable {
        let name: String
        let apdu: String
        let lines: [(sent: String, answered: String)]
        let answer: String
    }

    private static let rows: [Row] = [
        Row(name: "1", apdu: "00 44 00 00", lines: [("00 44 00 00 00", "90 00")], answer: "90 00"),
        Row(
            name: "2S.1 accepted", apdu: "00 B0 00 00 02",
            lines: [("00 B0 00 00 02", "AA BB 90 00")], answer: "AA BB 90 00"),
        Row(
            name: "2S.2 length refused", apdu: "00 B0 00 00 02",
            lines: [("00 B0 00 00 02", "67 00")], answer: "67 00"),
        Row(
            name: "2S.3 wrong length, told", apdu: "00 B0 00 00 00",
            lines: [("00 B0 00 00 00", "6C 03"), ("00 B0 00 00 03", "01 02 03 90 00")],
            answer: "01 02 03 90 00"),
        Row(
            name: "2S.4 not accepted", apdu: "00 B0 00 00 02",
            lines: [("00 B0 00 00 02", "69 82")], answer: "69 82"),
        Row(
            name: "3S", apdu: "00 D6 00 00 02 0A 0B",
            lines: [("00 D6 00 00 02 0A 0B", "90 00")], answer: "90 00"),
        Row(
            name: "3S, and more is there that nobody asked for", apdu: "00 A4 00 00 02 3F 00",
            lines: [("00 A4 00 00 02 3F 00", "61 16")], answer: "61 16"),
        Row(
            name: "4S.1 not accepted", apdu: "00 A4 00 00 02 3F 00 00",
            lines: [("00 A4 00 00 02 3F 00", "6A 82")], answer: "6A 82"),
        Row(
            name: "4S.2 accepted", apdu: "00 88 00 00 01 0A 02",
            lines: [("00 88 00 00 01 0A", "90 00"), ("00 C0 00 00 02", "01 02 90 00")],
            answer: "01 02 90 00"),
        Row(
            name: "4S.2 accepted, and nothing is there", apdu: "00 88 00 00 01 0A 00",
            lines: [("00 88 00 00 01 0A", "90 00"), ("00 C0 00 00 00", "6D 00")],
            answer: "90 00"),
        Row(
            name: "4S.3 with information added", apdu: "00 A4 00 00 02 3F 00 00",
            lines: [("00 A4 00 00 02 3F 00", "61 02"), ("00 C0 00 00 02", "6F 00 90 00")],
            answer: "6F 00 90 00"),
        Row(
            name: "4S.3 less is asked for than is there", apdu: "00 A4 00 00 02 3F 00 02",
            lines: [("00 A4 00 00 02 3F 00", "61 20"), ("00 C0 00 00 02", "6F 00 61 1E")],
            answer: "6F 00 61 1E"),
        Row(
            name: "4S.3 the fetch itself is corrected", apdu: "00 A4 00 00 02 3F 00 00",
            lines: [
                ("00 A4 00 00 02 3F 00", "90 00"), ("00 C0 00 00 00", "6C 01"),
                ("00 C0 00 00 01", "6F 90 00"),
            ], answer: "6F 90 00"),
        Row(
            name: "4S.4 a warning", apdu: "00 A4 00 00 02 3F 00 00",
            lines: [("00 A4 00 00 02 3F 00", "62 83")], answer: "62 83"),
        Row(
            name: "2E in pieces", apdu: "00 B0 00 00 00 01 04",
            lines: [
                ("00 B0 00 00 00", "01 02 61 02"), ("00 C0 00 00 02", "03 04 61 00"),
                ("00 C0 00 00 00", "05 90 00"),
            ], answer: "01 02 03 04 05 90 00"),
        Row(
            name: "the class of GSM", apdu: "A0 A4 00 00 02 3F 00 00",
            lines: [("A0 A4 00 00 02 3F 00", "61 01"), ("A0 C0 00 00 01", "00 90 00")],
            answer: "00 90 00"),
        // QEMU's usb-ccid hands the card's answer to a command on, whatever T=0 could carry.
        Row(
            name: "a reader that merges both TPDUs", apdu: "00 88 00 00 01 0A 02",
            lines: [("00 88 00 00 01 0A", "01 02 90 00")], answer: "01 02 90 00"),
    ]

    @Test("Each row of the standard's tables", arguments: rows.indices)
    func row(index: Int) throws {
        let row = Self.rows[index]
        var exchange = try T0Exchange(CRT591Vectors.bytes(row.apdu))
        let end = CardScript.play(exchange.begin(), row.lines) { exchange.receive($0) }
        #expect(end == .answered(CRT591Vectors.bytes(row.answer)), "\(row.name)")
    }

    @Test("A command of more than 255 bytes goes in envelopes, and its answer is fetched")
    func envelopes() throws {
        let data = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        let apdu: [UInt8] = [0x00, 0xDA, 0, 0, 0, 0x01, 0x2C] + data + [0, 2]
        var exchange = try T0Exchange(apdu)
        guard case .send(let first) = exchange.begin() else {
            Issue.record("nothing to send")
            return
        }
        #expect(first == [0x00, 0xC2, 0, 0, 255] + apdu.prefix(255))
        let second = exchange.receive([0x90, 0x00])
        #expect(second == .send([0x00, 0xC2, 0, 0, 54] + apdu.dropFirst(255)))
        #expect(exchange.receive([0x61, 0x02]) == .send([0x00, 0xC0, 0, 0, 2]))
        #expect(exchange.receive([1, 2, 0x90, 0x00]) == .answered([1, 2, 0x90, 0x00]))

        var refused = try T0Exchange(apdu)
        _ = refused.begin()
        #expect(refused.receive([0x6D, 0x00]) == .answered([0x6D, 0x00]))
    }

    @Test("What a card says wrongly ends the exchange by name")
    func faults() throws {
        let read: [UInt8] = [0x00, 0xB0, 0, 0, 2]
        func fault(_ apdu: [UInt8], _ answers: [UInt8]...) throws -> CardStep {
            var exchange = try T0Exchange(apdu)
            var step = exchange.begin()
            for answer in answers { step = exchange.receive(answer) }
            return step
        }
        #expect(try fault(read, []) == .failed(.noStatusWord(0)))
        #expect(try fault(read, [0x90]) == .failed(.noStatusWord(1)))
        #expect(try fault(read, [1, 2, 3, 0x90, 0]) == .failed(.tooMuch(received: 3, limit: 2)))
        #expect(
            try fault([0, 0x44, 0, 0], [1, 0x90, 0]) == .failed(.tooMuch(received: 1, limit: 0)))
        // A second correction of the same command is the answer, not a reason to go on.
        #expect(try fault(read, [0x6C, 5], [0x6C, 6]) == .answered([0x6C, 6]))
        #expect(throws: CardLinkFault.command(.length(stated: 7, bytes: 6))) {
            _ = try T0Exchange([0, 0xB0, 0, 0, 7, 1])
        }
    }

    @Test("A card that has always more, one byte or none at a time, is left at the limit")
    func endless() throws {
        for piece: [UInt8] in [[], [7]] {
            var exchange = try T0Exchange([0x00, 0xB0, 0, 0, 0, 0, 0])
            var step = exchange.begin()
            var sent = 0
            while case .send = step {
                sent += 1
                step = exchange.receive(piece + [0x61, 0x01])
            }
            #expect(step == .failed(.endless(commands: T0Exchange.commandLimit)))
            #expect(sent == T0Exchange.commandLimit)
        }
    }
}

/// Goal: procedure bytes move one TPDU, and nothing else does. Method: dialogues by hand (ISO/IEC 7816-3, 10.3.3).
@Suite struct T0CharactersTests {
    typealias Step = T0Characters.Step

    private func run(_ tpdu: [UInt8], _ lines: [(Step, [UInt8])]) -> Step {
        var characters = T0Characters(tpdu)
        var step = characters.begin()
        for (expected, answer) in lines {
            #expect(step == expected)
            step = characters.receive(answer)
        }
        return step
    }

    @Test("All data towards the card at once, and one byte at a time")
    func outgoing() {
        let tpdu: [UInt8] = [0x00, 0xD6, 0, 0, 3, 1, 2, 3]
        let header = Step.exchange(Array(tpdu.prefix(5)), expecting: 1)
        let atOnce = run(
            tpdu,
            [
                (header, [0xD6]), (.exchange([1, 2, 3], expecting: 1), [0x90]),
                (.exchange([], expecting: 1), [0x00]),
            ])
        #expect(atOnce == .answered([0x90, 0x00]))
        let oneByOne = run(
            tpdu,
            [
                (header, [0x29]), (.exchange([1], expecting: 1), [0x60]),
                (.exchange([], expecting: 1), [0x29]), (.exchange([2], expecting: 1), [0xD6]),
                (.exchange([3], expecting: 1), [0x6A]), (.exchange([], expecting: 1), [0x80]),
            ])
        #expect(oneByOne == .answered([0x6A, 0x80]))
    }

    @Test("All data from the card at once, one byte at a time, and 256 for a length of 0")
    func incoming() {
        let tpdu: [UInt8] = [0x00, 0xB0, 0, 0, 2]
        let header = Step.exchange(tpdu, expecting: 1)
        let end = run(
            tpdu,
            [
                (header, [0x4F]), (.exchange([], expecting: 1), [7]),
                (.exchange([], expecting: 1), [0xB0]), (.exchange([], expecting: 1), [8]),
                (.exchange([], expecting: 1), [0x61]), (.exchange([], expecting: 1), [0x05]),
            ])
        #expect(end == .answered([7, 8, 0x61, 0x05]))
        let whole = [UInt8](repeating: 9, count: 256)
        let long = run(
            [0x00, 0xB0, 0, 0, 0],
            [
                (.exchange([0x00, 0xB0, 0, 0, 0], expecting: 1), [0xB0]),
                (.exchange([], expecting: 256), whole), (.exchange([], expecting: 1), [0x90]),
                (.exchange([], expecting: 1), [0x00]),
            ])
        #expect(long == .answered(whole + [0x90, 0x00]))
    }

    @Test("Every other procedure byte, and every wrong count, ends it by name")
    func faults() {
        let tpdu: [UInt8] = [0x00, 0xD6, 0, 0, 1, 1]
        var known: Set<UInt8> = [0x60, 0xD6, 0x29]
        known.formUnion((0x61...0x6F).map { $0 })
        known.formUnion((0x90...0x9F).map { $0 })
        for byte in UInt8.min...UInt8.max {
            var characters = T0Characters(tpdu)
            _ = characters.begin()
            let step = characters.receive([byte])
            if known.contains(byte) {
                if case .failed = step { Issue.record("\(byte)") }
            } else {
                #expect(step == .failed(.procedureByte(byte)))
            }
        }
        for answer: [UInt8] in [[], [0xD6, 0xD6]] {
            var characters = T0Characters(tpdu)
            _ = characters.begin()
            #expect(
                characters.receive(answer)
                    == .failed(.tooMuch(received: answer.count, limit: 1)))
        }
        // More data is let pass than there is.
        var spent = T0Characters(tpdu)
        _ = spent.begin()
        _ = spent.receive([0xD6])
        #expect(spent.receive([0xD6]) == .failed(.procedureByte(0xD6)))
        // The data itself is short.
        var short = T0Characters([0x00, 0xB0, 0, 0, 2])
        _ = short.begin()
        _ = short.receive([0xB0])
        #expect(short.receive([1]) == .failed(.tooMuch(received: 1, limit: 2)))
        var status = T0Characters(tpdu)
        _ = status.begin()
        _ = status.receive([0x90])
        #expect(status.receive([]) == .failed(.tooMuch(received: 0, limit: 1)))
    }

    @Test("A card that only asks for time is left at the limit")
    func nulls() {
        var characters = T0Characters([0x00, 0x44, 0, 0, 0])
        var step = characters.begin()
        var asked = 0
        while case .exchange = step {
            asked += 1
            step = characters.receive([0x60])
        }
        #expect(asked == T0Characters.nullLimit + 1)
        #expect(step == .failed(.nothingButNull(T0Characters.nullLimit)))
    }
}
