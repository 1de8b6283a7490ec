import CampusCard
import CardEncoding
import CardPrimitives
import Foundation
import Testing

@testable import VirtualChips

@Suite("FMCOS cards")
struct FMCOSTests {
    private let plan: FMCOSPersonalisationPlan
    private static let losses: [Interference] =
        [.lostCommand, .lostAnswer] + TornWrite.allCases.map { .torn($0) }
    /// All pairs, or one in five of them.
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    init() throws {
        plan = try FMCOSFixture.plan()
    }

    private func job(_ plan: FMCOSPersonalisationPlan, recoveries: Int = 0) -> PersonaliseFMCOS {
        PersonaliseFMCOS(plan: plan, random: SeededRandom(41), recoveries: recoveries)
    }

    private func made() throws -> FMCOSBench {
        var bench = FMCOSBench(try FMCOSFixture.blank())
        let end = try bench.run(job(plan))
        #expect(end.isDone, "\(end)")
        return bench
    }

    private func truth(_ chip: VirtualFMCOS) -> FMCOSTruth { FMCOSTruth(chip, plan) }

    @Test("A blank becomes a card that a terminal reads, with and without a purse")
    func blankBecomesCard() throws {
        for hasPurse in [true, false] {
            let plan = try FMCOSFixture.plan(hasPurse: hasPurse)
            var bench = FMCOSBench(try FMCOSFixture.blank())
            #expect(try bench.run(job(plan)).isDone)
            #expect(bench.exchanges == (hasPurse ? 44 : 40))
            #expect(bench.checkpoints == [.contentsCommit, .masterKeyChange])
            let reading = ReadFMCOSCard(
                uid: plan.uid, keys: plan.keys, profile: plan.profile, random: SeededRandom(1))
            let expected = FMCOSContents(
                uid: plan.uid, identity: plan.identity, status: plan.status,
                balance: hasPurse ? 0 : nil)
            #expect(try bench.run(reading) == .done(expected))
        }
    }

    @Test("Doing it again finds the card made and writes nothing")
    func again() throws {
        var bench = try made()
        let memory = bench.chip.memory
        #expect(try bench.run(job(plan)).isDone)
        #expect(bench.chip.memory == memory)
    }

    @Test("Each loss of a personalisation ends with the card whole, or captured and nothing shown")
    func losses() throws {
        let exchanges = try made().exchanges
        var (whole, captured) = (0, 0)
        for exchange in 0..<exchanges {
            for loss in Self.losses {
                let chip = try FMCOSFixture.blank()
                var bench = FMCOSBench(chip, [exchange: loss])
                bench.isAcceptable = { chip, checkpoints in
                    truth(chip).hidesIdentity && truth(chip).fewestTriesLeft > 0
                        && (checkpoints.contains(.contentsCommit) || truth(chip).showsNoIdentity)
                }
                let end = try bench.run(job(plan))
                #expect(bench.unacceptable == [], "\(loss) at \(exchange)")
                switch end {
                case .done:
                    #expect(truth(chip).isWritten && truth(chip).hasOurKey)
                    whole += 1
                case .fault(let fault):
                    // Only what was torn within a write of the structure or of a key is lost.
                    #expect(loss == .torn(.damaged), "\(loss) at \(exchange): \(fault)")
                    #expect(fault.cause == .refused(StatusWord(0x6283)), "\(fault)")
                    #expect(truth(chip).bears(out: fault.knowledge), "\(fault)")
                    captured += 1
                }
                #expect(truth(chip).fewestTriesLeft >= 2, "\(loss) at \(exchange)")
            }
        }
        print("FMCOS, single losses: \(whole) cards whole, \(captured) captured")
        #expect(whole + captured == exchanges * Self.losses.count)
        // The mark, the application, and the root's key.
        #expect(captured == 3)
    }

    @Test("Every pair of losses keeps identity and try counters, and a later run finishes the card")
    func pairsOfLosses() throws {
        let exchanges = try made().exchanges
        let firsts = Array(stride(from: 0, to: exchanges, by: Self.isLong ? 1 : 5))
        var (whole, captured) = (0, 0)
        for first in firsts {
            // The second loss strikes in the run that the first began anew.
            for second in first + 1..<first + 1 + exchanges {
                for pair in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let losses: [Interference] = [.lostCommand, .lostAnswer]
                    let chip = try FMCOSFixture.blank()
                    var bench = FMCOSBench(
                        chip, [first: losses[pair.0], second: losses[pair.1]])
                    let end = try bench.run(job(plan))
                    if end.isDone { whole += 1 } else { captured += 1 }
                    try finish(chip, after: end)
                    #expect(truth(chip).isWritten, "\(pair) at \(first), \(second): \(end)")
                    #expect(truth(chip).fewestTriesLeft >= 3, "\(pair) at \(first), \(second)")
                }
            }
        }
        print("FMCOS, pairs of losses: \(whole) cards whole, \(captured) captured")
        #expect(whole + captured == 4 * exchanges * firsts.count)
    }

    /// Two losses around the change of the root's key leave two keys in doubt twice. The job gives
    /// up before a third try; the next one makes the card.
    private func finish(
        _ chip: VirtualFMCOS, after end: JobEnd<PersonaliseFMCOSProcedure.Facts>
    ) throws {
        guard case .fault(let fault) = end else { return }
        #expect(fault.cause == .keysRefused, "\(fault)")
        var second = FMCOSBench(chip)
        #expect(try second.run(job(plan)).isDone, "\(fault)")
    }

    @Test("A wrong maker's key is tried once, and the card keeps its other tries")
    func wrongTransportKey() throws {
        let wrong = FMCOSPersonalisationPlan(
            uid: plan.uid, profile: plan.profile,
            transport: SecretKey([UInt8](repeating: 0xEE, count: 16)), keys: plan.keys,
            identity: try IdentityRecord.decode(plan.identity, as: .standard).record,
            seal: try #require(CardSeal([1, 2, 3, 4, 5, 6, 7, 8])), status: plan.status)
        let chip = try FMCOSFixture.blank()
        var bench = FMCOSBench(chip)
        guard case .fault(let fault) = try bench.run(job(wrong)) else {
            Issue.record("a wrong key opened the card")
            return
        }
        #expect(fault.cause == .rejected(.keyNotTaken(triesLeft: 7)))
        #expect(truth(chip).fewestTriesLeft == 7)
        #expect(try bench.run(job(plan)).isDone)
        #expect(truth(chip).fewestTriesLeft >= 3)
    }

    @Test("Another UID is refused by every job before a key is tried")
    func otherCard() throws {
        let other = try #require(CardUID([9, 9, 9, 9]))
        let memory = FMCOSMemory(uid: other)
        func cause<Facts>(_ end: JobEnd<Facts>) -> EncodingFaultCause? {
            if case .fault(let fault) = end { fault.cause } else { nil }
        }
        let expected = EncodingFaultCause.rejected(.otherCard(found: other))
        var bench = FMCOSBench(VirtualFMCOS(memory: memory, random: SeededRandom(1)))
        #expect(cause(try bench.run(job(plan))) == expected)
        #expect(cause(try bench.run(FMCOSFixture.reading())) == expected)
        let update = UpdateFMCOSStatus(plan: try FMCOSFixture.update(), random: SeededRandom(2))
        #expect(cause(try bench.run(update)) == expected)
        #expect(bench.chip.memory == memory)
    }
}

@Suite("Rewriting and unblocking an FMCOS card")
struct FMCOSUpdateTests {
    private let memory: FMCOSMemory
    private let perso: FMCOSPersonalisationPlan
    private let plan: FMCOSUpdatePlan

    init() throws {
        perso = try FMCOSFixture.plan()
        plan = try FMCOSFixture.update()
        var bench = FMCOSBench(try FMCOSFixture.blank())
        _ = try bench.run(PersonaliseFMCOS(plan: perso, random: SeededRandom(1)))
        memory = bench.chip.memory
    }

    private func card(_ memory: FMCOSMemory? = nil) -> VirtualFMCOS {
        VirtualFMCOS(memory: memory ?? self.memory, random: SeededRandom(2))
    }

    private func job(_ plan: FMCOSUpdatePlan) -> UpdateFMCOSStatus {
        UpdateFMCOSStatus(plan: plan, random: SeededRandom(3))
    }

    private func truth(_ chip: VirtualFMCOS) -> FMCOSTruth { FMCOSTruth(chip, perso) }

    @Test(
        "The status changes, the identity stays, the old copy too, and a second run finds it done")
    func update() throws {
        let chip = card()
        var bench = FMCOSBench(chip)
        #expect(try bench.run(job(plan)) == .done(.init(uid: plan.uid, wroteInThisRun: true)))
        #expect(bench.exchanges == 7)
        #expect(truth(chip).status == plan.new)
        #expect(try bench.run(job(plan)) == .done(.init(uid: plan.uid, wroteInThisRun: false)))
    }

    @Test(
        "Power lost anywhere in an update leaves the old status or the new, and one is always whole"
    )
    func tearing() throws {
        var count = 0
        for exchange in 0..<7 {
            for loss in [.lostCommand, .lostAnswer] + TornWrite.allCases.map({ .torn($0) })
                as [Interference]
            {
                let chip = card()
                var bench = FMCOSBench(chip, [exchange: loss])
                bench.isAcceptable = { chip, _ in
                    [plan.old, plan.new].contains(truth(chip).status)
                }
                #expect(try bench.run(job(plan)).isDone, "\(loss) at \(exchange)")
                #expect(bench.unacceptable == [])
                #expect(truth(chip).status == plan.new)
                #expect(truth(chip).fewestTriesLeft >= 3)
                count += 1
            }
        }
        #expect(count == 35)
    }

    @Test(
        "A blocked application is unblocked where the plan says so, and refused where it does not")
    func unblocking() throws {
        var blocked = memory
        blocked.root.applications[0].lock = .temporary
        let chip = card(blocked)
        var bench = FMCOSBench(chip)
        guard case .fault(let fault) = try bench.run(job(plan)) else {
            Issue.record("a blocked application was used")
            return
        }
        #expect(fault.cause == .rejected(.blocked))
        #expect(try bench.run(job(FMCOSFixture.update(unblocks: true))).isDone)
        #expect(truth(chip).status == plan.new)
        #expect(chip.memory.root.applications[0].lock == .open)
    }

    @Test("A wrong line key is tried once: two tries stay, and the application is not locked")
    func wrongLineKey() throws {
        let keys = FMCOSKeySet(
            cardMaster: perso.keys.cardMaster, applicationMaster: perso.keys.applicationMaster,
            reading: perso.keys.reading, line: SecretKey(CardFixture.key(0xC0)),
            proving: perso.keys.proving, load: perso.keys.load, purchase: perso.keys.purchase)
        let wrong = FMCOSUpdatePlan(
            uid: plan.uid, profile: plan.profile, keys: keys, old: plan.old, new: plan.new)
        let chip = card()
        var bench = FMCOSBench(chip)
        guard case .fault(let fault) = try bench.run(job(wrong)) else {
            Issue.record("a wrong MAC was taken")
            return
        }
        #expect(fault.cause == .rejected(.keyNotTaken(triesLeft: nil)))
        #expect(truth(chip).fewestTriesLeft == 2)
        #expect(chip.memory.root.applications[0].lock == .open)
        #expect(try bench.run(job(plan)).isDone)
        #expect(truth(chip).fewestTriesLeft == 3)
    }

    @Test("Three wrong MACs lock the application for ever, which no job does to a card")
    func threeWrongMACs() throws {
        let chip = card()
        _ = chip.activate()
        _ = chip.transmit([0x00, 0xA4, 0x04, 0x00, 0x06] + FMCOSFixture.name)
        var answers: [[UInt8]] = []
        for _ in 0..<4 {
            _ = chip.transmit([0x00, 0x84, 0x00, 0x00, 0x04])
            answers.append(chip.transmit([0x04, 0xD6, 0x97, 0x00, 0x05, 0x01, 1, 2, 3, 4]))
        }
        let wrong: [UInt8] = [0x69, 0x88]
        #expect(answers == [wrong, wrong, [0x93, 0x03], [0x6A, 0x81]])
    }

    @Test("Every changed byte of every answer is noticed, or changes nothing of what is written")
    func corruption() throws {
        for exchange in 0..<7 {
            for byte in 0..<66 {
                let chip = card()
                var bench = FMCOSBench(chip, [exchange: .corrupted(byte: byte, mask: 0x10)])
                let end = try bench.run(job(plan))
                #expect(
                    [plan.old, plan.new].contains(truth(chip).status), "\(byte) of \(exchange)")
                #expect(truth(chip).fewestTriesLeft >= 2, "\(byte) of \(exchange)")
                if end.isDone { #expect(truth(chip).status == plan.new) }
            }
        }
    }
}

@Suite("Loading the purse of an FMCOS card")
struct FMCOSPurseTests {
    private let memory: FMCOSMemory
    private let plan: PurseLoadPlan
    private static let amount: UInt32 = 5_000

    init() throws {
        let perso = try FMCOSFixture.plan()
        var bench = FMCOSBench(try FMCOSFixture.blank())
        _ = try bench.run(PersonaliseFMCOS(plan: perso, random: SeededRandom(1)))
        memory = bench.chip.memory
        plan = PurseLoadPlan(
            uid: perso.uid, profile: perso.profile, keys: perso.keys,
            load: PurseLoad(
                amount: Self.amount, terminal: [1, 2, 3, 4, 5, 6],
                moment: [0x20, 0x26, 0x11, 0x26, 0x08, 0x00, 0x00]))
    }

    private func balance(_ chip: VirtualFMCOS) throws -> UInt32? {
        var bench = FMCOSBench(chip)
        if case .done(let contents) = try bench.run(FMCOSFixture.reading()) {
            return contents.balance
        }
        return nil
    }

    @Test("Whatever is lost in a load, the money is on the card exactly once")
    func tornLoad() throws {
        var count = 0
        for exchange in 0..<5 {
            for loss in [.lostCommand, .lostAnswer] + TornWrite.allCases.map({ .torn($0) })
                as [Interference]
            {
                let chip = VirtualFMCOS(memory: memory, random: SeededRandom(2))
                var bench = FMCOSBench(chip, [exchange: loss])
                let end = try bench.run(LoadPurse(plan: plan, random: SeededRandom(3)))
                guard case .done(let facts) = end else {
                    Issue.record("\(loss) at \(exchange): \(end)")
                    continue
                }
                #expect(facts.counter == 0)
                #expect(try balance(chip) == Self.amount, "\(loss) at \(exchange)")
                count += 1
            }
        }
        #expect(count == 25)
    }

    @Test("A load whose end was never learned is proved by the card later, and not done twice")
    func resumedLoad() throws {
        for loss: Interference in [.lostCommand, .lostAnswer] {
            let chip = VirtualFMCOS(memory: memory, random: SeededRandom(2))
            var bench = FMCOSBench(chip, [4: loss])
            let last = LoadPurse(
                procedure: LoadPurseProcedure(plan: plan), random: SeededRandom(3),
                recoveries: LoadPurse.recoveryLimit)
            guard case .fault(let fault) = try bench.run(last) else {
                Issue.record("the loss went unnoticed")
                continue
            }
            #expect(fault.knowledge.contents == .committing)
            let resumed = PurseLoadPlan(
                uid: plan.uid, profile: plan.profile, keys: plan.keys, load: plan.load, begunWith: 0
            )
            #expect(try bench.run(LoadPurse(plan: resumed, random: SeededRandom(4))).isDone)
            #expect(try balance(chip) == Self.amount)
        }
    }

    @Test("A load that somebody else's followed goes to a person")
    func overtakenLoad() throws {
        let chip = VirtualFMCOS(memory: memory, random: SeededRandom(2))
        var bench = FMCOSBench(chip)
        for seed in [3, 4] as [UInt64] {
            #expect(try bench.run(LoadPurse(plan: plan, random: SeededRandom(seed))).isDone)
        }
        let resumed = PurseLoadPlan(
            uid: plan.uid, profile: plan.profile, keys: plan.keys, load: plan.load, begunWith: 0)
        guard
            case .fault(let fault) = try bench.run(
                LoadPurse(plan: resumed, random: SeededRandom(5)))
        else {
            Issue.record("a third load was made")
            return
        }
        #expect(fault.cause == .rejected(.otherContents))
        #expect(try balance(chip) == 2 * Self.amount)
    }

    @Test("A card that does not know the load key gets no consent")
    func falseCard() throws {
        var other = memory
        let keys = try #require(other.root.applications[0].keyFile?.keys)
        let index = try #require(keys.firstIndex { $0.kind == FMCOSKey.load })
        other.root.applications[0].keyFile?.keys[index] = FMCOSKey(
            type: 0x3F, identifier: 1, useRight: 0xF0, changeRight: 0xFA, parameters: [1, 0],
            bytes: CardFixture.key(0xD0))
        let chip = VirtualFMCOS(memory: other, random: SeededRandom(2))
        var bench = FMCOSBench(chip)
        guard case .fault(let fault) = try bench.run(LoadPurse(plan: plan, random: SeededRandom(3)))
        else {
            Issue.record("a false card was loaded")
            return
        }
        #expect(fault.cause == .notAuthentic)
        #expect(!bench.steps.contains("completeLoad"))
    }
}
