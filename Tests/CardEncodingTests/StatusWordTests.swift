import CampusCard
import CardEncoding
import CardPrimitives
import Testing
import VirtualChips

/// Every status byte by which a card may complain, in place of its answer at every step of a job:
/// the job ends where the byte's meaning calls for, and says only what is true of the card.
@Suite("A card that complains")
struct StatusWordTests {
    /// Where a byte leads.
    private enum Place: Hashable {
        /// The card is whole in the end.
        case recovers
        /// The card goes to the bin.
        case captures(EncodingFaultCause)
    }

    /// One complaint is overcome: out of memory (what an earlier run left may be deleted),
    /// integrity, no permission, authentication, boundary, aborted, memory rolled back.
    private static let passing: [UInt8] = [0x0E, 0x1E, 0x9D, 0xAE, 0xBE, 0xCA, 0xEE]
    /// The card is broken: application, card, card disabled, file.
    private static let damage: [UInt8] = [0xA1, 0xC1, 0xCD, 0xF1]

    private let plan: PersonalisationPlan

    init() throws {
        plan = try CardFixture.plan()
    }

    private func truth(_ chip: VirtualDESFire) -> CardTruth {
        CardTruth(chip, identity: plan.identity, status: plan.status)
    }

    /// Steps of a blank that meets no trouble, without its sessions' own.
    private func steps() throws -> [PersonaliseStep] {
        var bench = CardBench(try CardFixture.blank())
        _ = try bench.run(CardFixture.personalise(plan))
        return bench.events.compactMap {
            if case .sent(let step) = $0 { PersonaliseStep(rawValue: step.name) } else { nil }
        }
    }

    private static let sessions: Set<PersonaliseStep> = [
        .openWithTransportKey, .openWithCardKey, .openWithDefaultKey, .openForWriting,
        .openForReading, .openToRestrict,
    ]

    /// Once the commit has gone out, the next run finds the contents and does not come here again.
    private static let lookingBack: Set<PersonaliseStep> = [
        .openForReading, .readIdentity, .readStatus,
    ]

    private func place(of status: UInt8, at step: PersonaliseStep, times: Int) -> Place {
        let byte = StatusWord(desfire: status)
        if Self.damage.contains(status) { return .captures(.damaged(byte)) }
        if Self.lookingBack.contains(step) { return .recovers }
        if byte == .authenticationError, Self.sessions.contains(step) {
            // The version says ours, the card says no: the maker's key was tried once, and a third
            // key could lock the card.
            let isDoubted = step == .openWithCardKey
            return times > 1 || isDoubted ? .captures(.keysRefused) : .recovers
        }
        return times > PersonaliseCard.recoveryLimit ? .captures(.refused(byte)) : .recovers
    }

    /// How often the card complains, and whether it had done what it was told.
    private static let manners = [(1, false), (1, true), (3, false)]

    @Test(
        "Each status byte at each step of a personalisation retries, recovers or captures the card",
        arguments: manners)
    func personalisation(times: Int, isCarriedOut: Bool) throws {
        var (recovered, captured) = (0, 0)
        for step in try steps() {
            for status in Self.passing + Self.damage {
                let expected = place(of: status, at: step, times: times)
                let chip = try CardFixture.blank()
                var bench = CardBench(chip)
                bench.refusal = CardBench.Refusal(
                    step: step.rawValue, status: StatusWord(desfire: status),
                    isCarriedOut: isCarriedOut,
                    count: times)
                let end = try bench.run(CardFixture.personalise(plan))
                let label = "\(StatusWord(desfire: status)) at \(step)"
                check(end, chip, expected, label)
                try finish(chip, unless: expected, label)
                if expected == .recovers { recovered += 1 } else { captured += 1 }
            }
        }
        print(
            "\(times) complaints\(isCarriedOut ? " after the deed" : ""):",
            "\(recovered) recovered, \(captured) captured")
        #expect(recovered + captured == 29 * 11)
    }

    private func check(
        _ end: JobEnd<PersonaliseProcedure.Facts>, _ chip: VirtualDESFire, _ expected: Place,
        _ label: String
    ) {
        switch (end, expected) {
        case (.done, .recovers): #expect(truth(chip).isWritten, "\(label)")
        case (.fault(let fault), .captures(let cause)):
            #expect(fault.cause == cause, "\(label)")
            #expect(truth(chip).bears(out: fault.knowledge), "\(label): \(fault)")
            #expect(truth(chip).isNeverMixed, "\(label)")
        case (.done, .captures), (.fault, .recovers): Issue.record("\(label): \(end)")
        }
    }

    /// A complaint that was not the card's own end does no harm: a new job with the same plan makes
    /// the card.
    private func finish(_ chip: VirtualDESFire, unless place: Place, _ label: String) throws {
        guard case .captures = place else { return }
        var second = CardBench(chip)
        let end = try second.run(CardFixture.personalise(plan, seed: 9))
        #expect(end.isDone && truth(chip).isWritten, "\(label): then \(end)")
    }

    @Test("Each status byte at each step of an update leaves the old status or the new, truly told")
    func update() throws {
        var made = CardBench(try CardFixture.blank())
        _ = try made.run(CardFixture.personalise(plan))
        let update = StatusUpdatePlan(
            uid: plan.uid, profile: plan.profile, readingKey: SecretKey(CardFixture.key(0x20)),
            updatingKey: SecretKey(CardFixture.key(0x30)), old: try CardFixture.status(),
            new: try CardFixture.status(flag: .stopped, counter: 2))
        var count = 0
        for step in UpdateStatusProcedure.Step.allCases {
            for status in Self.passing + Self.damage {
                for times in [1, 3] {
                    let chip = VirtualDESFire(memory: made.chip.memory, random: SeededRandom(4))
                    var bench = CardBench(chip)
                    bench.refusal = CardBench.Refusal(
                        step: step.rawValue, status: StatusWord(desfire: status),
                        isCarriedOut: times == 1,
                        count: times)
                    let end = try bench.run(UpdateCardStatus(plan: update, random: SeededRandom(5)))
                    let label = "\(times) times \(StatusWord(desfire: status)) at \(step): \(end)"
                    // After the commit the next run finds the new status and does not come again.
                    let isSeen = [.openForReading, .readStatus].contains(step)
                    let isOver = Self.damage.contains(status) || times > 1 && !isSeen
                    try check(end, chip, update, isOver: isOver, label)
                    count += 1
                }
            }
        }
        #expect(count == 9 * 11 * 2)
    }

    private func check(
        _ end: JobEnd<UpdateStatusProcedure.Facts>, _ chip: VirtualDESFire,
        _ update: StatusUpdatePlan, isOver: Bool, _ label: String
    ) throws {
        let status = try #require(truth(chip).file(2), "\(label)")
        #expect(truth(chip).file(1) == plan.identity, "\(label)")
        switch end {
        case .done:
            #expect(status == update.new && !isOver, "\(label)")
        case .fault(let fault):
            #expect(isOver, "\(label)")
            #expect(status == update.old || status == update.new, "\(label)")
            if fault.knowledge.contents == .unchanged { #expect(status == update.old, "\(label)") }
            if fault.knowledge.contents == .written { #expect(status == update.new, "\(label)") }
        }
    }
}
