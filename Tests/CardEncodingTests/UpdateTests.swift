import CampusCard
import CardEncoding
import CardPrimitives
import VirtualChips
import Testing

@Suite("Updating the status of a card")
struct UpdateTests {
    private let memory: ChipMemory
    private let plan: StatusUpdatePlan

    init() throws {
        var bench = CardBench(try CardFixture.blank())
        _ = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        memory = bench.chip.memory
        plan = StatusUpdatePlan(
            uid: try #require(CardFixture.uid), profile: try CardFixture.profile(),
            readingKey: SecretKey(CardFixture.key(0x20)),
            updatingKey: SecretKey(CardFixture.key(0x30)), old: try CardFixture.status(),
            new: try CardFixture.status(flag: .stopped, counter: 2))
    }

    private func card() -> VirtualDESFire {
        VirtualDESFire(memory: memory, random: SeededRandom(21))
    }

    private func job(_ plan: StatusUpdatePlan) -> UpdateCardStatus {
        UpdateCardStatus(plan: plan, random: SeededRandom(22))
    }

    private func status(_ chip: VirtualDESFire) throws -> [UInt8]? {
        var bench = CardBench(chip)
        if case .done(let contents) = try bench.run(CardFixture.read()) { return contents.status }
        return nil
    }

    @Test("The status changes, the identity stays, and a second run finds it done")
    func update() throws {
        let chip = card()
        var bench = CardBench(chip)
        let uid = plan.uid
        #expect(
            try bench.run(job(plan)) == .done(.init(uid: uid, wroteInThisRun: true)))
        #expect(bench.exchanges == 14)
        #expect(try status(chip) == plan.new)
        #expect(
            try bench.run(job(plan)) == .done(.init(uid: uid, wroteInThisRun: false)))
    }

    @Test("A card that holds neither the old nor the new status is not touched")
    func otherStatus() throws {
        let chip = card()
        let strange = StatusUpdatePlan(
            uid: plan.uid, profile: plan.profile, readingKey: plan.readingKey,
            updatingKey: plan.updatingKey, old: try CardFixture.status(counter: 8),
            new: try CardFixture.status(counter: 9))
        var bench = CardBench(chip)
        guard case .fault(let fault) = try bench.run(job(strange)) else {
            Issue.record("the card was rewritten")
            return
        }
        #expect(fault.cause == .rejected(.otherContents))
        #expect(chip.memory == memory)
    }

    @Test("Every loss leaves the old or the new status, is recovered from, and is reported truly")
    func losses() throws {
        for exchange in 0..<14 {
            for loss: Interference in [.lostCommand, .lostAnswer] {
                let chip = card()
                var bench = CardBench(chip, [exchange: loss])
                #expect(try bench.run(job(plan)).isDone, "\(loss) at \(exchange)")
                #expect(try status(chip) == plan.new)

                let other = card()
                var single = CardBench(other, [exchange: loss])
                let last = UpdateCardStatus(
                    procedure: UpdateStatusProcedure(plan: plan), random: SeededRandom(1),
                    recoveries: UpdateCardStatus.recoveryLimit)
                guard case .fault(let fault) = try single.run(last) else {
                    Issue.record("\(loss) at \(exchange) went unnoticed")
                    continue
                }
                let after = try status(other)
                #expect(after == plan.old || after == plan.new)
                if fault.knowledge.contents == .unchanged { #expect(after == plan.old) }
                if fault.knowledge.contents == .written { #expect(after == plan.new) }
                #expect(
                    fault.knowledge.mayShowNewContents
                        == single.events.contains(.checkpoint(.contentsCommit)))
            }
        }
    }

    @Test("Another card, and a card without our application, are refused")
    func refusals() throws {
        let other = try #require(CardUID([0x04, 1, 2, 3, 4, 5, 6]))
        var bench = CardBench(try CardFixture.blank(uid: other))
        guard case .fault(let fault) = try bench.run(job(plan)) else { return }
        #expect(fault.cause == .rejected(.otherCard(found: other)))
        var blank = CardBench(try CardFixture.blank())
        guard case .fault(let second) = try blank.run(job(plan)) else { return }
        #expect(second.cause == .rejected(.noApplication))
    }
}
