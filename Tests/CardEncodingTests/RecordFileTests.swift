import Testing
import VirtualChips

@testable import CardEncoding

@Suite("Record files of the virtual chip")
struct RecordFileTests {
    private static let application: [UInt8] = [0x01, 0x88, 0xF5]
    private static let full = CardCommand.Protection.full(answerLength: 0)

    /// A chip in a session with key 1, with a linear file 1 and a cyclic file 2 of three records of
    /// two bytes, which key 1 reads and writes, and key 0 does everything with.
    private func prepared() throws -> ChipTalk {
        var talk = ChipTalk(try CardFixture.blank())
        let parameters: [UInt8] = [3, 0x00, 0x11, 2, 0, 0, 3, 0, 0]
        let turns = [
            talk.command(0xCA, Self.application + [0x0F, 0x82]),
            talk.command(0x5A, Self.application),
            talk.command(0xC1, [1] + parameters), talk.command(0xC0, [2] + parameters),
            talk.open(1),
        ]
        #expect(turns == [DialogueTurn](repeating: .answered([]), count: 5))
        return talk
    }

    private func write(_ talk: inout ChipTalk, _ file: UInt8, _ byte: UInt8) -> DialogueTurn {
        talk.command(0x3B, [file, 0, 0, 0, 2, 0, 0], data: [byte, byte], Self.full)
    }

    private func read(
        _ talk: inout ChipTalk, _ file: UInt8, from newest: UInt8 = 0, count: UInt8 = 0, bytes: Int
    ) -> DialogueTurn {
        talk.command(
            0xBB, [file, newest, 0, 0, count, 0, 0], .full(answerLength: bytes))
    }

    @Test("Records come oldest first; a number counts from the newest")
    func order() throws {
        var talk = try prepared()
        for byte: UInt8 in [1, 2, 3] {
            let turns = [write(&talk, 1, byte), talk.command(0xC7)]
            #expect(turns == [.answered([]), .answered([])])
        }
        var turns = [read(&talk, 1, bytes: 6), read(&talk, 1, count: 1, bytes: 2)]
        #expect(turns == [.answered([1, 1, 2, 2, 3, 3]), .answered([3, 3])])
        turns = [read(&talk, 1, from: 1, count: 2, bytes: 4), read(&talk, 1, from: 3, bytes: 2)]
        #expect(turns == [.answered([1, 1, 2, 2]), .refused(StatusWord(desfire: 0xBE))])
    }

    @Test("A full linear file takes no more; a cyclic one shows one less, and drops the oldest")
    func full() throws {
        var talk = try prepared()
        for byte: UInt8 in [1, 2, 3] {
            _ = write(&talk, 1, byte)
            _ = write(&talk, 2, byte)
            #expect(talk.command(0xC7) == .answered([]))
        }
        #expect(read(&talk, 2, bytes: 4) == .answered([2, 2, 3, 3]))
        #expect(write(&talk, 1, 4) == .refused(StatusWord(desfire: 0xBE)))
    }

    @Test("Writes of one transaction go to one record, and are forgotten without a commit")
    func transaction() throws {
        var talk = try prepared()
        var turns = [
            write(&talk, 1, 5),
            talk.command(0x3B, [1, 1, 0, 0, 1, 0, 0], data: [9], Self.full),
        ]
        #expect(turns == [.answered([]), .answered([])])
        #expect(read(&talk, 1, bytes: 4) == .refused(StatusWord(desfire: 0xBE)))
        talk.reactivate()
        turns = [talk.command(0x5A, Self.application), talk.open(1), talk.command(0xC7)]
        #expect(turns.last == .refused(StatusWord(desfire: 0x0C)))
        turns = [
            talk.open(1), write(&talk, 1, 5),
            talk.command(0x3B, [1, 1, 0, 0, 1, 0, 0], data: [9], Self.full), talk.command(0xC7),
            read(&talk, 1, bytes: 2),
        ]
        #expect(turns.last == .answered([5, 9]))
    }

    @Test("A record is updated in place, and cleared by whoever may read and write")
    func updateAndClear() throws {
        var talk = try prepared()
        for byte: UInt8 in [1, 2] {
            _ = write(&talk, 1, byte)
            _ = talk.command(0xC7)
        }
        var turns = [
            talk.command(0xDB, [1, 1, 0, 0, 1, 0, 0, 1, 0, 0], data: [7], Self.full),
            talk.command(0xC7), read(&talk, 1, bytes: 4),
        ]
        #expect(turns.last == .answered([1, 7, 2, 2]))
        turns = [talk.command(0xEB, [1])]
        #expect(turns == [.refused(.permissionDenied)])
        turns = [talk.open(0), talk.command(0xEB, [1]), talk.command(0xC7)]
        #expect(turns.last == .answered([]))
        #expect(read(&talk, 1, bytes: 2) == .refused(StatusWord(desfire: 0xBE)))
    }

    @Test("Sizes of nothing, writes beyond a record, and data commands on records are refused")
    func refusals() throws {
        var talk = try prepared()
        var turns = [
            talk.command(0x3B, [1, 1, 0, 0, 2, 0, 0], data: [1, 1], Self.full), talk.open(1),
            talk.command(0x3D, [1, 0, 0, 0, 1, 0, 0], data: [1], Self.full), talk.open(1),
            talk.command(0xBD, [1, 0, 0, 0, 1, 0, 0], .full(answerLength: 1)),
        ]
        #expect(turns[0] == .refused(StatusWord(desfire: 0xBE)))
        #expect(turns[2] == .refused(StatusWord(desfire: 0x9E)))
        #expect(turns[4] == .refused(StatusWord(desfire: 0x9E)))
        turns = [
            talk.command(0xC1, [3, 3, 0, 0, 0, 0, 0, 1, 0, 0]),
            talk.command(0xC0, [3, 3, 0, 0, 1, 0, 0, 1, 0, 0]),
            talk.command(0xC1, [3, 3, 0, 0, 0, 0x10, 0, 0, 1, 0]),
        ]
        #expect(
            turns == [
                .refused(StatusWord(desfire: 0x9E)), .refused(StatusWord(desfire: 0x9E)),
                .refused(StatusWord(desfire: 0x0E)),
            ])
    }

    @Test("The settings of a record file tell its size, its room and how many there are")
    func settings() throws {
        var talk = try prepared()
        _ = write(&talk, 2, 1)
        let turns = [talk.command(0xC7), talk.command(0xF5, [1]), talk.command(0xF5, [2])]
        #expect(turns[1] == .answered([0x03, 3, 0x00, 0x11, 2, 0, 0, 3, 0, 0, 0, 0, 0]))
        #expect(turns[2] == .answered([0x04, 3, 0x00, 0x11, 2, 0, 0, 3, 0, 0, 1, 0, 0]))
    }
}
