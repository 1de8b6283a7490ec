import CampusCard
import KioskCore
import Testing

/// Goal: the names of outcomes are stable: journals, texts and scripts hold them. Method: the names themselves, pinned.
@Suite("Names of outcomes")
struct OutcomeNameTests {
    private static let unreasoned: [(Outcome, String)] = [
        (.delivered, "delivered"), (.notTaken, "notTaken"),
        (.commitUnanswered, "commitUnanswered"), (.notPresented, "notPresented"),
        (.suspected, "suspected"), (.unreachable, "unreachable"), (.notReady, "notReady"),
        (.lossReported, "lossReported"), (.lossWaiting, "lossWaiting"),
        (.lossUnanswered, "lossUnanswered"), (.leftEarly, "leftEarly"),
    ]

    @Test("An outcome without a reason is named by one word", arguments: unreasoned)
    func plain(outcome: Outcome, name: String) {
        #expect(outcome.name == name)
    }

    @Test("An outcome with a reason or a refusal names it after a dot")
    func reasons() {
        for reason in AbandonReason.allCases {
            #expect(Outcome.abandoned(reason).name == "abandoned.\(reason.rawValue)")
        }
        for refusal in Refusal.allCases {
            #expect(Outcome.refused(refusal).name == "refused.\(refusal.rawValue)")
        }
    }

    @Test("No two outcomes share a name, and the list of all has each")
    func distinct() {
        let names = Outcome.every.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(
            names.count == Self.unreasoned.count + AbandonReason.allCases.count
                + Refusal.allCases.count)
        #expect(Self.unreasoned.allSatisfy { names.contains($0.1) })
    }
}
