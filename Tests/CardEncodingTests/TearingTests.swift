import CampusCard
import CardEncoding
import CardPrimitives
import VirtualChips
import Testing

/// Losses at every exchange of a personalisation. The chip gives up its field at a command, at an
/// answer, or in the middle of its work.
@Suite("Losing the card while it is personalised")
struct TearingTests {
    private let plan: PersonalisationPlan
    /// Those of an undisturbed run.
    private static let exchanges = 37
    private static let losses: [Interference] = [
        .lostCommand, .lostAnswer, .torn(.done), .torn(.undone),
    ]

    init() throws {
        plan = try CardFixture.plan()
    }

    private func truth(_ chip: VirtualDESFire) -> CardTruth {
        CardTruth(chip, identity: plan.identity, status: plan.status)
    }

    /// Runs one job under losses. Checks after each exchange that nothing shows before the commit's
    /// checkpoint, and never half of it.
    private func run(
        on chip: VirtualDESFire, _ losses: [Int: Interference], recoveries: Int = 0
    ) throws -> (end: JobEnd<PersonaliseProcedure.Facts>, bench: CardBench) {
        var bench = CardBench(chip, losses)
        bench.isAcceptable = { chip, events in
            let truth = truth(chip)
            let mayShow = events.contains(.checkpoint(.contentsCommit))
            return truth.isNeverMixed && (mayShow || truth.isEmpty)
        }
        let job = PersonaliseCard(
            plan: plan, random: SeededRandom(5), recoveries: recoveries)
        let end = try bench.run(job)
        #expect(bench.unacceptable == [], "\(losses)")
        return (end, bench)
    }

    @Test("Every single loss is recovered from, and the card is whole")
    func singleLosses() throws {
        var count = 0
        for exchange in 0..<Self.exchanges {
            for loss in Self.losses {
                let chip = try CardFixture.blank()
                let (end, bench) = try run(on: chip, [exchange: loss])
                #expect(end.isDone, "\(loss) at \(exchange): \(end)")
                #expect(truth(chip).isWritten, "\(loss) at \(exchange)")
                #expect(bench.events.count { $0 == .reset } == 2)
                count += 1
            }
        }
        #expect(count == 148)
    }

    @Test(
        "Every loss without a recovery left is reported truly, and a new job finishes the card"
    )
    func singleLossesWithoutRecovery() throws {
        for exchange in 0..<Self.exchanges {
            for loss in Self.losses {
                let chip = try CardFixture.blank()
                let limit = PersonaliseCard.recoveryLimit
                let (end, bench) = try run(on: chip, [exchange: loss], recoveries: limit)
                guard case .fault(let fault) = end else {
                    Issue.record("\(loss) at \(exchange): \(end)")
                    continue
                }
                #expect(fault.cause == .lost)
                #expect(truth(chip).bears(out: fault.knowledge), "\(loss) at \(exchange): \(fault)")
                let committed = bench.events.contains(.checkpoint(.contentsCommit))
                #expect(fault.knowledge.mayShowNewContents == committed)
                var second = CardBench(chip)
                #expect(try second.run(PersonaliseCard(plan: plan, random: SeededRandom(8))).isDone)
                #expect(truth(chip).isWritten, "\(loss) at \(exchange)")
            }
        }
    }

    @Test("Power lost within a write of the structure ends with the card whole, or captured")
    func tornStructure() throws {
        var (whole, captured) = (0, 0)
        for exchange in 0..<Self.exchanges {
            let chip = try CardFixture.blank()
            let (end, _) = try run(on: chip, [exchange: .torn(.damaged)])
            if isWhole(end, chip) { whole += 1 }
            if isCaptured(end, chip) { captured += 1 }
        }
        // The application and its two files.
        #expect(captured == 3)
        #expect(whole == Self.exchanges - captured)
    }

    /// Three kinds of loss each time: before a command, after it, and within its write.
    @Test("Every pair of losses ends with the card whole, or captured: 4905 schedules in full")
    func pairsOfLosses() throws {
        var (whole, captured) = (0, 0)
        var bench = CardBench(try CardFixture.blank())
        _ = try bench.run(CardFixture.personalise(plan)) { job, memory in
            var afterFirst = resumed(memory)
            let end = try afterFirst.run(job, first: .lost) { job, memory in
                var afterSecond = resumed(memory)
                let end = try afterSecond.run(job, first: .lost)
                #expect(afterSecond.unacceptable == [])
                if isWhole(end, afterSecond.chip) { whole += 1 }
                if isCaptured(end, afterSecond.chip) { captured += 1 }
            }
            #expect(isWhole(end, afterFirst.chip) || isCaptured(end, afterFirst.chip), "\(end)")
        }
        print("pairs of losses: \(whole) cards whole, \(captured) captured")
        #expect(whole == 4_684 && captured == 221)
    }

    /// A bench with a chip that has just lost its field, on which nothing may ever show half of the
    /// contents.
    private func resumed(_ memory: ChipMemory) -> CardBench {
        var bench = CardBench(VirtualDESFire(memory: memory, random: SeededRandom(12)))
        bench.isAcceptable = { chip, _ in truth(chip).isNeverMixed }
        return bench
    }

    private func isWhole(
        _ end: JobEnd<PersonaliseProcedure.Facts>, _ chip: VirtualDESFire
    ) -> Bool {
        end.isDone && truth(chip).isWritten
    }

    /// The card says that its application is damaged, it shows nothing, and the job says so too.
    private func isCaptured(
        _ end: JobEnd<PersonaliseProcedure.Facts>, _ chip: VirtualDESFire
    ) -> Bool {
        guard case .fault(let fault) = end else { return false }
        return fault.cause == .damaged(StatusWord(desfire: 0xA1)) && truth(chip).isEmpty
            && truth(chip).bears(out: fault.knowledge) && !fault.knowledge.mayShowNewContents
    }

    @Test("A third loss ends the job, truthfully, wherever it strikes after two at the same place")
    func thirdLoss() throws {
        for exchange in 0..<Self.exchanges {
            let chip = try CardFixture.blank()
            let losses = Dictionary(
                uniqueKeysWithValues: (exchange..<exchange + 3).map {
                    ($0, Interference.lostAnswer)
                })
            let (end, _) = try run(on: chip, losses)
            guard case .fault(let fault) = end else {
                Issue.record("third loss from \(exchange): \(end)")
                continue
            }
            #expect(truth(chip).bears(out: fault.knowledge))
        }
    }
}
