import CampusCard
import CardEncoding
import CardPrimitives
import Foundation
import Testing

@testable import VirtualChips

@Suite("MIFARE Classic cards")
struct ClassicTests {
    private let plan: ClassicPlan
    private static let losses: [Interference] =
        [.lostCommand, .lostAnswer] + TornWrite.allCases.map { .torn($0) }
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    init() throws {
        plan = try ClassicFixture.plan()
    }

    private func job(_ plan: ClassicPlan) -> PersonaliseClassic {
        PersonaliseClassic(plan: plan, random: SeededRandom(51))
    }

    private func truth(_ chip: VirtualClassic) -> ClassicTruth { ClassicTruth(chip, plan) }

    private func made() throws -> ClassicBench {
        var bench = ClassicBench(try ClassicFixture.blank())
        let end = try bench.run(job(plan))
        #expect(end.isDone, "\(end)")
        return bench
    }

    private func cause<Facts>(_ end: JobEnd<Facts>) -> EncodingFaultCause? {
        if case .fault(let fault) = end { fault.cause } else { nil }
    }

    @Test("A blank becomes a card that a terminal reads, and no key stays in the reader")
    func blankBecomesCard() throws {
        var bench = try made()
        #expect(truth(bench.chip).isWhole && truth(bench.chip).leavesTheRestAlone)
        #expect(bench.checkpoints == [.contentsCommit, .masterKeyChange])
        #expect(bench.exchanges == 28)
        #expect(!bench.chip.readerHoldsKey)
        #expect(try bench.run(ClassicFixture.reading()) == .done(plan.record))
        #expect(!bench.chip.readerHoldsKey)
    }

    @Test("Doing it again finds the card made and writes nothing")
    func again() throws {
        var bench = try made()
        let memory = bench.chip.memory
        #expect(try bench.run(job(plan)).isDone)
        #expect(bench.chip.memory == memory)
    }

    @Test("Key A reads and changes nothing; the maker's key opens neither sector any more")
    func rights() throws {
        let chip = try made().chip
        for (key, kind, mayWrite) in [
            (plan.keys.a, ClassicKeyKind.a, false), (plan.keys.b, .b, true),
        ] {
            _ = chip.activate()
            #expect(opens(chip, block: 28, key, kind))
            #expect(chip.transmit([0xFF, 0xB0, 0x00, 28, 16]).count == 18)
            let write: [UInt8] = [0xFF, 0xD6, 0x00, 30, 16] + [UInt8](repeating: 7, count: 16)
            #expect(
                chip.transmit(write) == (mayWrite ? [0x90, 0x00] : [0x69, 0x82]), "\(kind)")
        }
        let maker = ClassicSectorKeys.transport
        for block in [0, 28] as [UInt8] {
            for (key, kind) in [(maker.a, ClassicKeyKind.a), (maker.b, .b)] {
                _ = chip.activate()
                #expect(!opens(chip, block: block, key, kind))
            }
        }
    }

    private func opens(
        _ chip: VirtualClassic, block: UInt8, _ key: SecretKey, _ kind: ClassicKeyKind
    ) -> Bool {
        _ = chip.transmit([0xFF, 0x82, 0x00, 0x00, 0x06] + key.withBytes { Array($0) })
        return chip.transmit([0xFF, 0x86, 0, 0, 5, 1, 0, block, kind.rawValue, 0]) == [0x90, 0x00]
    }

    @Test("Each loss of a personalisation ends with the card whole, or captured at a torn trailer")
    func losses() throws {
        let exchanges = try made().exchanges
        var (whole, captured) = (0, 0)
        for exchange in 0..<exchanges {
            for loss in Self.losses {
                let chip = try ClassicFixture.blank()
                var bench = ClassicBench(chip, [exchange: loss])
                bench.isAcceptable = { chip, checkpoints in
                    checkpoints.contains(.contentsCommit)
                        || chip.memory.blocks == ClassicMemory(uid: chip.uid).blocks
                }
                let end = try bench.run(job(plan))
                #expect(bench.unacceptable == [], "\(loss) at \(exchange)")
                #expect(truth(chip).leavesTheRestAlone, "\(loss) at \(exchange)")
                if end.isDone {
                    #expect(truth(chip).isWhole, "\(loss) at \(exchange)")
                    whole += 1
                } else {
                    #expect(loss == .torn(.damaged) && truth(chip).lostSectors.count == 1)
                    #expect(cause(end) == .rejected(.keyNotTaken(triesLeft: nil)), "\(end)")
                    captured += 1
                }
            }
        }
        print("MIFARE Classic, single losses: \(whole) cards whole, \(captured) captured")
        #expect(whole + captured == exchanges * Self.losses.count)
        // The trailers of the campus's sector and of the directory.
        #expect(captured == 2)
    }

    @Test("Every pair of losses ends with the card whole, now or in a later run")
    func pairsOfLosses() throws {
        let exchanges = try made().exchanges
        let firsts = Array(stride(from: 0, to: exchanges, by: Self.isLong ? 1 : 4))
        var runs = 0
        for first in firsts {
            for second in first + 1..<first + 1 + exchanges {
                for (one, other) in [
                    (Interference.lostCommand, Interference.lostAnswer),
                    (.lostAnswer, .lostCommand), (.lostAnswer, .lostAnswer),
                    (.lostCommand, .lostCommand),
                ] {
                    let chip = try ClassicFixture.blank()
                    var bench = ClassicBench(chip, [first: one, second: other])
                    let end = try bench.run(job(plan))
                    if !end.isDone {
                        var later = ClassicBench(chip)
                        #expect(try later.run(job(plan)).isDone, "\(first), \(second): \(end)")
                    }
                    #expect(truth(chip).isWhole, "\(one) at \(first), \(other) at \(second)")
                    runs += 1
                }
            }
        }
        print("MIFARE Classic, pairs of losses: \(runs) cards whole")
        #expect(runs == 4 * exchanges * firsts.count)
    }

    @Test("A record that was torn is read from its copy")
    func tornRecord() throws {
        let chip = try made().chip
        chip.memory.blocks[28][0] = 0xFF
        var bench = ClassicBench(chip)
        #expect(try bench.run(ClassicFixture.reading()) == .done(plan.record))
        chip.memory.blocks[29][1] = 0xFF
        #expect(cause(try bench.run(ClassicFixture.reading())) == .rejected(.noStatus))
    }

    @Test("Another UID is refused by every job before a key is tried")
    func otherCard() throws {
        let other = try #require(CardUID([9, 9, 9, 9]))
        let expected = EncodingFaultCause.rejected(.otherCard(found: other))
        var bench = ClassicBench(try ClassicFixture.blank(uid: other))
        #expect(cause(try bench.run(job(plan))) == expected)
        #expect(cause(try bench.run(ClassicFixture.reading())) == expected)
        #expect(!bench.chip.readerHoldsKey)
    }

    @Test("Cards of others are left as they are", arguments: ["sector", "directory", "entries"])
    func foreign(_ part: String) throws {
        let chip = try ClassicFixture.blank()
        let theirs = ClassicTrailer(
            ClassicSectorKeys(a: ClassicFixture.key(0x10), b: ClassicFixture.key(0x20)), .issued
        ).block
        var directory = ClassicDirectory()
        directory.applications[2] = 0x1234
        directory.applications[3] = 0x1234
        let expected: CardRejection
        switch part {
        case "sector":
            chip.memory.blocks[31] = theirs
            expected = .keyNotTaken(triesLeft: nil)
        case "directory":
            chip.memory.blocks[3] = theirs
            expected = .keyNotTaken(triesLeft: nil)
        default:
            chip.memory.blocks[1] = Array(directory.blocks.prefix(16))
            chip.memory.blocks[2] = Array(directory.blocks.suffix(16))
            expected = .foreignApplications(count: 2)
        }
        let before = chip.memory
        var bench = ClassicBench(chip)
        #expect(cause(try bench.run(job(plan))) == .rejected(expected))
        #expect(chip.memory == before && bench.checkpoints.isEmpty)
    }

    @Test("A card of ours with another issue is left as it is")
    func otherIssue() throws {
        let chip = try made().chip
        let before = chip.memory
        var bench = ClassicBench(chip)
        let other = try ClassicFixture.plan(issue: 4)
        #expect(cause(try bench.run(job(other))) == .rejected(.otherContents))
        #expect(chip.memory == before)
    }

    @Test("Every changed byte of every answer is noticed, or changes nothing of what is written")
    func corruption() throws {
        let exchanges = try made().exchanges
        for exchange in 0..<exchanges {
            for byte in 0..<18 {
                let chip = try ClassicFixture.blank()
                var bench = ClassicBench(chip, [exchange: .corrupted(byte: byte, mask: 0x10)])
                if try bench.run(job(plan)).isDone {
                    #expect(truth(chip).isWhole, "\(byte) of \(exchange)")
                }
                #expect(truth(chip).leavesTheRestAlone, "\(byte) of \(exchange)")
            }
        }
    }

    @Test("Whatever a reader refuses with, at each step: recovered, or captured")
    func refusals() throws {
        let exchanges = try made().exchanges
        var (whole, captured) = (0, 0)
        for exchange in 0..<exchanges {
            for word in [0x6300, 0x6581, 0x6982, 0x6A81, 0x6D00, 0x6F00, 0x9100] as [UInt16] {
                let chip = try ClassicFixture.blank()
                var bench = ClassicBench(
                    chip, [exchange: .answered([UInt8(word >> 8), UInt8(word & 0xFF)])])
                if try bench.run(job(plan)).isDone {
                    #expect(truth(chip).isWhole, "\(word) at \(exchange)")
                    whole += 1
                } else {
                    captured += 1
                }
            }
        }
        print("MIFARE Classic, refusals: \(whole) cards whole, \(captured) captured")
        #expect(whole + captured == 7 * exchanges && whole > captured)
    }
}
