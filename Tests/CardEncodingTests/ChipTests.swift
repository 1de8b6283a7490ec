import CampusCard
import CardPrimitives
import Foundation
import Testing

@testable import CardEncoding
@testable import VirtualChips

@Suite("The virtual chip's own rules")
struct ChipTests {
    private static let application: [UInt8] = [0x01, 0x88, 0xF5]

    /// A chip with an application of three AES keys: backup file 1, standard file 2, value file 3
    /// (0 to 1000, holding 100), all read and written with key 1 under full protection.
    private func prepared() throws -> ChipTalk {
        var talk = ChipTalk(try CardFixture.blank())
        let steps: [(UInt8, [UInt8])] = [
            (0xCA, Self.application + [0x0F, 0x83]), (0x5A, Self.application),
            (0xCB, [1, 3, 0x10, 0x11, 32, 0, 0]), (0xCD, [2, 3, 0x10, 0x11, 32, 0, 0]),
            (0xCC, [3, 3, 0x10, 0x11, 0, 0, 0, 0, 0xE8, 3, 0, 0, 100, 0, 0, 0, 0]),
        ]
        for (instruction, parameters) in steps {
            let turn = talk.command(instruction, parameters)
            #expect(turn == .answered([]))
        }
        return talk
    }

    private func write(_ file: UInt8, _ byte: UInt8) -> CardOperation {
        .command(
            CardCommand(
                .writeData, header: [file, 0, 0, 0, 32, 0, 0],
                data: [UInt8](repeating: byte, count: 32), protection: .full(answerLength: 0)))
    }

    private func read(_ file: UInt8) -> CardOperation {
        .command(
            CardCommand(
                .readData, header: [file, 0, 0, 0, 32, 0, 0],
                protection: .full(answerLength: 32)))
    }

    private func bytes(_ byte: UInt8) -> DialogueTurn {
        .answered([UInt8](repeating: byte, count: 32))
    }

    @Test(
        "A backup file shows its old content until the commit, and forgets what was not committed")
    func backupTransaction() throws {
        var talk = try prepared()
        var turns = [talk.open(1), talk.perform(write(1, 7)), talk.perform(read(1))]
        #expect(turns == [.answered([]), .answered([]), bytes(0)])
        talk.reactivate()
        turns = [talk.command(0x5A, Self.application), talk.open(1), talk.command(0xC7)]
        #expect(turns.last == .refused(StatusWord(desfire: 0x0C)))
        turns = [
            talk.open(1), talk.perform(write(1, 8)), talk.command(0xC7), talk.perform(read(1)),
        ]
        #expect(turns.last == bytes(8))
        turns = [talk.perform(write(1, 9)), talk.command(0xA7), talk.perform(read(1))]
        #expect(turns.last == bytes(8))
    }

    @Test(
        "A first authentication drops an open transaction; a following one keeps it, and the counter"
    )
    func transactionOverAuthentication() throws {
        var talk = try prepared()
        var turns = [talk.open(1), talk.perform(write(1, 7)), talk.open(1), talk.command(0xC7)]
        #expect(turns.last == .refused(StatusWord(desfire: 0x0C)))
        turns = [
            talk.open(1), talk.perform(write(1, 7)), talk.open(1, .ev2NonFirst),
            talk.command(0xC7), talk.perform(read(1)),
        ]
        #expect(turns.last == bytes(7))
    }

    @Test("A value keeps its bounds, and changes with the commit")
    func value() throws {
        var talk = try prepared()
        let full = CardCommand.Protection.full(answerLength: 0)
        var turns = [
            talk.open(1), talk.command(0x0C, [3], data: [50, 0, 0, 0], full),
            talk.command(0xDC, [3], data: [30, 0, 0, 0], full), talk.command(0xC7),
            talk.command(0x6C, [3], .full(answerLength: 4)),
        ]
        #expect(turns.last == .answered([120, 0, 0, 0]))
        turns = [talk.command(0xDC, [3], data: [121, 0, 0, 0], full)]
        #expect(turns == [.refused(StatusWord(desfire: 0xBE))])
        turns = [talk.open(1), talk.command(0x1C, [3], data: [1, 0, 0, 0], full)]
        #expect(turns.last == .refused(StatusWord(desfire: 0x9E)))
    }

    @Test(
        "Power lost within a write to a standard file leaves anything; elsewhere the old or the new"
    )
    func tornWrites() throws {
        for outcome in TornWrite.allCases {
            var talk = try prepared()
            let turns = [talk.open(1), talk.perform(write(2, 5))]
            #expect(turns.last == .answered([]))
            let before = talk.chip.memory
            let frames = try secondWrite(to: 2, through: &talk)
            _ = talk.chip.transmit(frames[0])
            talk.chip.tear(frames[1], leaving: outcome)
            #expect(talk.chip.memory != before)
            talk.reactivate()
            let after = [talk.command(0x5A, Self.application), talk.open(1), talk.perform(read(2))]
            #expect(after.last != bytes(5) && after.last != bytes(6))
        }
        for outcome in TornWrite.allCases {
            let chip = try CardFixture.blank()
            _ = chip.activate()
            let creation = CommandFrames.wrapped(0xCA, Self.application + [0x0F, 0x83])
            chip.tear(creation, leaving: outcome)
            #expect(chip.memory.applications.count == (outcome == .undone ? 0 : 1))
            _ = chip.activate()
            let selected = chip.transmit(CommandFrames.wrapped(0x5A, Self.application))
            let expected: [TornWrite: UInt8] = [.undone: 0xA0, .done: 0x00, .damaged: 0xA1]
            #expect(selected == [0x91, try #require(expected[outcome])])
        }
    }

    /// The two frames of a write of sixes, ready to be sent.
    private func secondWrite(to file: UInt8, through talk: inout ChipTalk) throws -> [[UInt8]] {
        guard case .ev2(let session) = talk.chip.session else { return [] }
        let reader = EV2Session(
            encryptionKey: session.encryptionKey, macKey: session.macKey,
            transaction: session.transaction, counter: session.counter)
        guard case .command(let command) = write(file, 6) else { return [] }
        var frames = CommandFrames(instruction: 0x3D, payload: reader.protect(command))
        return [frames.next(), frames.next()]
    }

    @Test("Without the right key nothing is read, written, listed, created, deleted or formatted")
    func permissions() throws {
        var talk = try prepared()
        var turns = [talk.open(2), talk.perform(read(1))]
        #expect(turns.last == .refused(.permissionDenied))
        turns = [talk.perform(read(1))]
        #expect(turns == [.refused(.authenticationError)])
        for (instruction, parameters) in [(0xDA, Self.application), (0xFC, []), (0x54, [])]
            as [(UInt8, [UInt8])]
        {
            talk.reactivate()
            guard case .refused = talk.command(instruction, parameters) else {
                Issue.record("\(instruction) was done without a key")
                continue
            }
        }
    }

    @Test("Every refusal ends the session")
    func refusalEndsSession() throws {
        var talk = try prepared()
        let turns = [
            talk.open(1), talk.command(0xDF, [9]), talk.perform(read(1)),
        ]
        #expect(turns[1] == .refused(StatusWord(desfire: 0xF0)))
        #expect(turns[2] == .refused(.authenticationError))
    }

    @Test("A command in the clear inside an EV2 session is refused for its length")
    func clearCommandInSession() throws {
        var talk = try prepared()
        #expect(talk.open(1) == .answered([]))
        #expect(talk.chip.transmit([0x90, 0x60, 0, 0, 0]) == [0x91, 0x7E])
    }

    @Test("A card holds 28 applications and no more than its memory")
    func limits() throws {
        let chip = try CardFixture.blank()
        var talk = ChipTalk(chip)
        var turns = (1...29).map { talk.command(0xCA, [UInt8($0), 0, 0, 0x0F, 0x81]) }
        #expect(turns.dropLast().allSatisfy { $0 == .answered([]) })
        #expect(turns.last == .refused(StatusWord(desfire: 0xCE)))
        turns = [
            talk.command(0x5A, [1, 0, 0]), talk.command(0xCD, [1, 0, 0xEE, 0xEE, 0, 0x10, 0]),
        ]
        #expect(turns.last == .refused(StatusWord(desfire: 0x0E)))
    }

    @Test("Without a field the chip says nothing; a snapshot of its memory survives encoding")
    func powerAndSnapshot() throws {
        let talk = try prepared()
        let encoded = try JSONEncoder().encode(talk.chip.memory)
        let memory = try JSONDecoder().decode(ChipMemory.self, from: encoded)
        #expect(memory == talk.chip.memory)
        let chip = VirtualDESFire(memory: memory, random: SeededRandom(1))
        #expect(chip.transmit([0x90, 0x60, 0, 0, 0]) == [])
        #expect(chip.activate().uid == memory.uid.bytes)
        #expect(chip.transmit([0x90, 0x60, 0, 0, 0]).suffix(2) == [0x91, 0xAF])
    }

    @Test("Foreign and malformed APDUs get a status word outside the DESFire's, or are refused")
    func malformed() throws {
        let chip = try CardFixture.blank()
        _ = chip.activate()
        #expect(chip.transmit([0x00, 0xA4, 0x04, 0x00, 0x00]) == [0x6A, 0x82])
        #expect(chip.transmit([0x00, 0xB0, 0x00, 0x00, 0x10]) == [0x6E, 0x00])
        #expect(chip.transmit([0x90]) == [0x6E, 0x00])
        #expect(chip.transmit([0x90, 0x5A, 0, 0, 9, 0, 0, 0, 0]) == [0x67, 0x00])
        #expect(chip.transmit([0x90, 0x60, 1, 0, 0]) == [0x6A, 0x86])
        #expect(chip.transmit([0x90, 0xAF, 0, 0, 0]) == [0x91, 0x1C])
        #expect(chip.transmit([0x90, 0x99, 0, 0, 0]) == [0x91, 0x1C])
        _ = chip.transmit([0x90, 0x60, 0, 0, 0])
        #expect(chip.transmit([0x90, 0x64, 0, 0, 1, 0, 0]) == [0x91, 0xCA])
    }
}
