import CardPrimitives
import Testing
import VirtualChips

@testable import CardEncoding

/// Every way to open a session, with every protection, on every kind of file. Reader and chip share
/// no code but the ciphers. The EV2 and EV1 bytes of both are pinned by NXP's examples elsewhere;
/// D40's data commands have no published example, so that here the two only agree.
@Suite("All sessions, protections and kinds of files")
struct CommunicationTests {
    /// A way to open a session, and the kind of key that it takes (the upper bits of KS2).
    struct Opening: Sendable, CustomTestStringConvertible {
        let scheme: AuthenticationScheme
        let keyKind: UInt8
        var testDescription: String { "\(scheme.rawValue) with keys of kind \(keyKind)" }

        static let all = [
            Opening(scheme: .legacy, keyKind: 0x00), Opening(scheme: .iso, keyKind: 0x00),
            Opening(scheme: .iso, keyKind: 0x40), Opening(scheme: .aes, keyKind: 0x80),
            Opening(scheme: .ev2First, keyKind: 0x80),
            Opening(scheme: .ev2NonFirst, keyKind: 0x80),
        ]
    }

    enum Mode: UInt8, CaseIterable, Sendable {
        case plain = 0x00
        case mac = 0x01
        case full = 0x03

        func protection(_ answerLength: Int) -> CardCommand.Protection {
            switch self {
            case .plain: .plain
            case .mac: .mac
            case .full: .full(answerLength: answerLength)
            }
        }
    }

    private static let application: [UInt8] = [0x01, 0x88, 0xF5]
    private static let data: [UInt8] = (1...20).map { $0 * 7 }
    private static let record: [UInt8] = [9, 8, 7, 6, 5, 4, 3, 0]

    /// A chip in a session with key 0, and one file of each kind: standard 1, backup 2, value 3,
    /// linear records 4, cyclic records 5.
    private func prepared(_ opening: Opening, _ mode: Mode) throws -> ChipTalk {
        var talk = ChipTalk(try CardFixture.blank())
        let rights = [mode.rawValue, 0x00, 0x00]
        let steps: [(UInt8, [UInt8])] = [
            (0xCA, Self.application + [0x0F, opening.keyKind | 2]), (0x5A, Self.application),
            (0xCD, [1] + rights + [20, 0, 0]), (0xCB, [2] + rights + [20, 0, 0]),
            (0xCC, [3] + rights + [0, 0, 0, 0, 0xE8, 3, 0, 0, 100, 0, 0, 0, 0]),
            (0xC1, [4] + rights + [8, 0, 0, 3, 0, 0]), (0xC0, [5] + rights + [8, 0, 0, 3, 0, 0]),
        ]
        for (instruction, parameters) in steps {
            let turn = talk.command(instruction, parameters)
            #expect(turn == .answered([]), "\(instruction)")
        }
        if opening.scheme == .ev2NonFirst {
            let first = talk.open(0, .ev2First)
            #expect(first == .answered([]))
        }
        let turn = talk.open(0, opening.scheme, keyLength: opening.keyKind == 0x40 ? 24 : 16)
        #expect(turn == .answered([]))
        return talk
    }

    @Test(
        "What the reader writes reads back after the commit", arguments: Opening.all, Mode.allCases)
    func roundTrip(opening: Opening, mode: Mode) throws {
        var talk = try prepared(opening, mode)
        let writing = mode.protection(0)
        var turns: [DialogueTurn] = []
        for file: UInt8 in [1, 2] {
            turns.append(
                talk.command(0x3D, [file, 0, 0, 0, 20, 0, 0], data: Self.data, writing))
        }
        turns.append(talk.command(0x0C, [3], data: [50, 0, 0, 0], writing))
        turns.append(talk.command(0xDC, [3], data: [7, 0, 0, 0], writing))
        for file: UInt8 in [4, 5] {
            turns.append(
                talk.command(0x3B, [file, 0, 0, 0, 8, 0, 0], data: Self.record, writing))
        }
        turns.append(talk.command(0xC7))
        #expect(turns == [DialogueTurn](repeating: .answered([]), count: 7))
        turns = [1, 2].map {
            talk.command(0xBD, [$0, 0, 0, 0, 20, 0, 0], mode.protection(20))
        }
        turns.append(talk.command(0x6C, [3], mode.protection(4)))
        turns += [4, 5].map { talk.command(0xBB, [$0, 0, 0, 0, 0, 0, 0], mode.protection(8)) }
        let expected = [Self.data, Self.data, [143, 0, 0, 0], Self.record, Self.record]
        #expect(turns == expected.map { .answered($0) })
    }

    @Test(
        "A command or an answer with one flipped bit is refused, unless it travels plain",
        arguments: Opening.all, [Mode.mac, .full])
    func flippedBit(opening: Opening, mode: Mode) throws {
        var talk = try prepared(opening, mode)
        talk.flipNextCommand = true
        let write = talk.command(
            0x3D, [1, 0, 0, 0, 20, 0, 0], data: Self.data, mode.protection(0))
        #expect(write == .refused(StatusWord(desfire: 0x1E)))
        talk = try prepared(opening, mode)
        talk.flipNextAnswer = true
        let read = talk.command(0xBD, [1, 0, 0, 0, 20, 0, 0], mode.protection(20))
        #expect(read == .unbelievable)
    }
}
