import CampusCard
import CardEncoding
import CardPrimitives
import Simulator
import Testing

/// Losses at every exchange of a personalisation. The chip gives up its field at a command, at an
/// answer, or in the middle of its work.
@Suite("Losing the card while it is personalised")
struct TearingTests {
    private let plan: PersonalisationPlan
    /// Those of an undisturbed run.
    private static let exchanges = 39
    private static let losses: [Interference] = [
        .lostCommand, .lostAnswer, .torn(writeHappens: true), .torn(writeHappens: false),
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
        #expect(count == 156)
    }

    @Test(
        "Every loss without a recovery left ends in a fault that tells the truth, and a new job finishes the card"
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

    @Test(
        "Every pair of losses is recovered from in full: first at each exchange, second at each one after"
    )
    func pairsOfLosses() throws {
        let kinds: [Interference] = [.lostCommand, .lostAnswer]
        var count = 0
        for first in 0..<Self.exchanges {
            for firstKind in kinds {
                let (_, once) = try run(on: CardFixture.blank(), [first: firstKind])
                for second in first + 1..<once.exchanges {
                    for secondKind in kinds {
                        let chip = try CardFixture.blank()
                        let losses = [first: firstKind, second: secondKind]
                        let (end, _) = try run(on: chip, losses)
                        #expect(end.isDone, "\(losses): \(end)")
                        #expect(truth(chip).isWritten, "\(losses)")
                        count += 1
                    }
                }
            }
        }
        #expect(count == 5_152)
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
