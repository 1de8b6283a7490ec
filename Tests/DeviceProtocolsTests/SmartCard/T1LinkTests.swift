import DeviceProtocols
import Testing

/// Goal: the reader's end of T=1 does what ISO/IEC 7816-3, 11.6 has it do, with and without errors. Method: scenarios in the
/// manner of the standard's annex A, one block a line; `✗` is an answer that cannot be read.
@Suite struct T1LinkTests {
    /// A scenario: what the reader sends and what it gets to hear, in turns, and how it ends.
    struct Scenario: Sendable {
        let name: String
        var commandLength = 5
        let lines: [(sent: String, heard: String)]
        let end: End

        enum End: Sendable {
            /// The answer's length.
            case answered(Int)
            case failed(CardLinkFault)
        }
    }

    private static let scenarios: [Scenario] = [
        Scenario(name: "1: one block each way", lines: [("I0:5", "I0:2")], end: .answered(2)),
        Scenario(
            name: "2: the card asks for time",
            lines: [("I0:5", "S time 3"), ("S' time 3 *3", "I0:2")],
            end: .answered(2)),
        Scenario(
            name: "4: the card asks for smaller blocks", commandLength: 40,
            lines: [
                ("I0+:32", "S size 16"), ("S' size 16", "R1"), ("I1:8", "I0:2"),
            ], end: .answered(2)),
        Scenario(
            name: "5: a command in three blocks", commandLength: 70,
            lines: [("I0+:32", "R1"), ("I1+:32", "R0"), ("I0:6", "I0:2")], end: .answered(2)),
        Scenario(
            name: "6: an answer in three blocks",
            lines: [("I0:5", "I0+:9"), ("R1", "I1+:9"), ("R0", "I0:2")], end: .answered(20)),
        Scenario(
            name: "7: chains both ways", commandLength: 33,
            lines: [("I0+:32", "R1"), ("I1:1", "I0+:4"), ("R1", "I1:4")], end: .answered(8)),
        Scenario(
            name: "8: the card did not get the command",
            lines: [("I0:5", "R0!"), ("I0:5", "I0:2")], end: .answered(2)),
        Scenario(
            name: "9: the answer is damaged", lines: [("I0:5", "✗"), ("R0!", "I0:2")],
            end: .answered(2)),
        Scenario(
            name: "10: so is the complaint",
            lines: [("I0:5", "✗"), ("R0!", "R0!"), ("I0:5", "I0:2")],
            end: .answered(2)),
        Scenario(
            name: "11: nothing comes", lines: [("I0:5", "-"), ("R0?", "I0:2")], end: .answered(2)),
        Scenario(
            name: "12: the request for time is damaged",
            lines: [("I0:5", "✗"), ("R0!", "S time 2"), ("S' time 2 *2", "I0:2")],
            end: .answered(2)),
        Scenario(
            name: "13: the answer to the request for time is damaged at the card",
            lines: [("I0:5", "S time 2"), ("S' time 2 *2", "R1!"), ("S' time 2 *2", "I0:2")],
            end: .answered(2)),
        Scenario(
            name: "14: an acknowledgement is damaged", commandLength: 40,
            lines: [("I0+:32", "✗"), ("R0!", "R1"), ("I1:8", "I0:2")], end: .answered(2)),
        Scenario(
            name: "15: the card missed a block of a chain", commandLength: 40,
            lines: [("I0+:32", "R1"), ("I1:8", "R1?"), ("I1:8", "I0:2")], end: .answered(2)),
        Scenario(
            name: "16: the card missed an acknowledgement",
            lines: [("I0:5", "I0+:9"), ("R1", "R1!"), ("R1", "I1:2")], end: .answered(11)),
        Scenario(
            name: "17: a block of the answer comes twice",
            lines: [("I0:5", "I0+:9"), ("R1", "I0+:9"), ("R1", "I1:2")], end: .answered(11)),
        Scenario(
            name: "18: a block of the answer is lost",
            lines: [("I0:5", "I0+:9"), ("R1", "-"), ("R1", "I1:2")],
            end: .answered(11)),
        Scenario(
            name: "19: synchronised before the command was whole", commandLength: 40,
            lines: [
                ("I0+:32", "✗"), ("R0!", "✗"), ("R0!", "✗"), ("S sync", "S' sync"),
                ("I0+:32", "R1"), ("I1:8", "I0:2"),
            ], end: .answered(2)),
        Scenario(
            name: "20: synchronised after it was whole: it is not sent again",
            lines: [("I0:5", "✗"), ("R0!", "✗"), ("R0!", "✗"), ("S sync", "S' sync")],
            end: .failed(.answerLost)),
        Scenario(
            name: "21: synchronised in the middle of the answer",
            lines: [
                ("I0:5", "I0+:9"), ("R1", "✗"), ("R1", "✗"), ("R1", "✗"), ("S sync", "S' sync"),
            ], end: .failed(.answerLost)),
        Scenario(
            name: "22: not synchronised in three tries",
            lines: [
                ("I0:5", "-"), ("R0?", "-"), ("R0?", "-"), ("S sync", "-"), ("S sync", "✗"),
                ("S sync", "I0:2"),
            ], end: .failed(.notSynchronised(tries: 3))),
        Scenario(
            name: "23: the card gives up", lines: [("I0:5", "S abort"), ("S' abort", "R1")],
            end: .failed(.abortedByCard)),
        Scenario(
            name: "24: the card gives up and says no more",
            lines: [("I0:5", "S abort"), ("S' abort", "-")], end: .failed(.abortedByCard)),
        Scenario(
            name: "25: the card gives up and goes on",
            lines: [("I0:5", "S abort"), ("S' abort", "I0:2")], end: .failed(.abortedByCard)),
        Scenario(
            name: "26: the card gives up and answers something else",
            lines: [("I0:5", "S abort"), ("S' abort", "S' size 9")], end: .failed(.abortedByCard)),
        Scenario(
            name: "27: a card may not synchronise, nor answer what was not asked",
            lines: [("I0:5", "S sync"), ("R0?", "S' size 9"), ("R0?", "I0:2")], end: .answered(2)),
        Scenario(
            name: "28: an answer before the command is whole", commandLength: 40,
            lines: [("I0+:32", "I0:2"), ("R0?", "R1"), ("I1:8", "I0:2")], end: .answered(2)),
        Scenario(
            name: "29: an acknowledgement of the last block is no answer",
            lines: [("I0:5", "R1"), ("R0?", "I0:2")], end: .answered(2)),
        Scenario(
            name: "30: a block of more than was agreed",
            lines: [("I0:5", "I0:33"), ("R0?", "I0:32")],
            end: .answered(32)),
        Scenario(
            name: "31: a size of 0 is none", lines: [("I0:5", "S size 0"), ("R0?", "I0:2")],
            end: .answered(2)),
        Scenario(
            name: "32: whatever comes in place of a synchronisation, it is asked for again",
            lines: [
                ("I0:5", "-"), ("R0?", "-"), ("R0?", "-"), ("S sync", "S time 1"),
                ("S sync", "R0"), ("S sync", "S' sync"),
            ], end: .failed(.answerLost)),
    ]

    @Test("Scenarios", arguments: scenarios.indices, T1Check.allCases)
    func scenario(index: Int, check: T1Check) {
        let scenario = Self.scenarios[index]
        var link = T1Link(check: check)
        let command = [UInt8](repeating: 0x55, count: scenario.commandLength)
        var step = link.transmit(command)
        for line in scenario.lines {
            expect(step, line.sent, check, scenario.name)
            step = link.receive(Notation.heard(line.heard, check))
        }
        switch (step, scenario.end) {
        case (.answered(let answer), .answered(let count)): #expect(answer.count == count)
        case (.failed(let fault), .failed(let expected)): #expect(fault == expected)
        case (_, _): Issue.record("\(scenario.name) ended with \(step)")
        }
    }

    private func expect(_ step: T1Link.Step, _ sent: String, _ check: T1Check, _ name: String) {
        guard case .send(let bytes, let multiplier) = step,
            let block = try? T1Block(parsing: bytes, check: check)
        else {
            Issue.record("\(name): \(sent) did not come, but \(step)")
            return
        }
        let words = Notation.words(block) + (multiplier == 0 ? "" : " *\(multiplier)")
        #expect(words == sent, "\(name)")
    }

    @Test("Sequence numbers go on from command to command")
    func sequences() {
        var link = T1Link()
        for round in 0..<6 {
            let step = link.transmit([1])
            expect(step, "I\(round % 2):1", .lrc, "round \(round)")
            let answer = T1Block(.information(sequence: UInt8(round % 2), more: false), [0x90, 0])
            #expect(link.receive(answer.bytes(.lrc)) == .answered([0x90, 0]))
        }
    }

    @Test("The reader's own size is told, and then blocks of that size are believed")
    func announced() {
        var link = T1Link()
        expect(link.announce(254), "S size 254", .lrc, "announce")
        // Another size than the one that was told confirms nothing.
        expect(link.receive(Notation.heard("S' size 32", .lrc)), "S size 254", .lrc, "again")
        #expect(link.receive(Notation.heard("S' size 254", .lrc)) == .answered([]))
        _ = link.transmit([1])
        guard case .answered(let answer) = link.receive(Notation.heard("I0:254", .lrc)) else {
            Issue.record("a block of 254 bytes was not believed")
            return
        }
        #expect(answer.count == 254)
    }

    @Test("A card that does not know sizes is left at 32, once it is synchronised")
    func notAnnounced() {
        var link = T1Link()
        var step = link.announce(254)
        for heard in ["R0", "I0:2", "✗"] { step = link.receive(Notation.heard(heard, .lrc)) }
        expect(step, "S sync", .lrc, "synchronise")
        #expect(link.receive(Notation.heard("S' sync", .lrc)) == .answered([]))
        expect(link.transmit([1]), "I0:1", .lrc, "goes on")
    }

    @Test("Once it is not synchronised, nothing goes out any more")
    func dead() {
        var link = T1Link()
        var step = link.transmit([1])
        while case .send = step { step = link.receive(nil) }
        #expect(step == .failed(.notSynchronised(tries: 3)))
        #expect(link.transmit([1]) == .failed(.notSynchronised(tries: 3)))
    }

    @Test(
        "A card that only asks for time, changes sizes for ever, or answers for ever is left at a limit"
    )
    func endless() {
        func end(_ heard: (Int) -> String) -> T1Link.Step {
            var link = T1Link()
            var step = link.transmit([1, 2, 3, 4, 5])
            var round = 0
            while case .send = step {
                step = link.receive(Notation.heard(heard(round), .lrc))
                round += 1
            }
            return step
        }
        #expect(end { _ in "S time 255" } == .failed(.nothingButExtensions(T1Limits.extensions)))
        #expect(end { _ in "S size 9" } == .failed(.tooManyBlocks(T1Limits.blocks)))
        #expect(end { "I\($0 % 2)+:0" } == .failed(.tooManyBlocks(T1Limits.blocks)))
        #expect(
            end { "I\($0 % 2)+:32" } == .failed(.tooMuch(received: 65_568, limit: 65_538)))
    }
}

/// Blocks as the standard's annex writes them: `I0+:32` information 0 with more and 32 bytes, `R1!` ready for 1 after
/// a wrong check (`?`: another error), `S size 9` a request, `S' size 9` a response.
enum Notation {
    private static let subjects: [(String, T1Supervision)] = [
        ("sync", .resynchronise), ("size", .informationSize), ("abort", .abort),
        ("time", .waitingTime),
    ]

    static func words(_ block: T1Block) -> String {
        switch block.kind {
        case .information(let sequence, let more):
            return "I\(sequence)\(more ? "+" : ""):\(block.information.count)"
        case .ready(let sequence, let complaint):
            return "R\(sequence)" + (complaint == .none ? "" : complaint == .check ? "!" : "?")
        case .request(let subject), .response(let subject):
            let isResponse = if case .response = block.kind { true } else { false }
            let name = subjects.first { $0.1 == subject }?.0 ?? ""
            let number = block.information.first.map { " \($0)" } ?? ""
            return "S\(isResponse ? "'" : "") \(name)\(number)"
        }
    }

    /// What is heard of a block; `-` is nothing, `✗` a block that is damaged.
    static func heard(_ text: String, _ check: T1Check) -> [UInt8]? {
        if text == "-" { return nil }
        if text == "✗" {
            var bytes = T1Block(.ready(sequence: 0, .none)).bytes(check)
            bytes[bytes.count - 1] ^= 1
            return bytes
        }
        return block(text).bytes(check)
    }

    private static func block(_ text: String) -> T1Block {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" })
        let sequence: UInt8 = parts[0].contains("1") ? 1 : 0
        switch text.prefix(1) {
        case "I":
            let data = [UInt8](repeating: 0x90, count: Int(parts[1]) ?? 0)
            return T1Block(.information(sequence: sequence, more: parts[0].hasSuffix("+")), data)
        case "R":
            let complaint: T1Complaint =
                parts[0].hasSuffix("!") ? .check : parts[0].hasSuffix("?") ? .other : .none
            return T1Block(.ready(sequence: sequence, complaint))
        default:
            let subject = subjects.first { $0.0 == parts[1] }?.1 ?? .abort
            let data = parts.count > 2 ? [UInt8(parts[2]) ?? 0] : []
            return T1Block(parts[0] == "S'" ? .response(subject) : .request(subject), data)
        }
    }
}
