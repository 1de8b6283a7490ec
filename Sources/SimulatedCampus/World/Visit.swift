import CampusCard
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator

/// One student before one kiosk, from the home page to the home page.
struct Visit {
    let site: KioskSite
    var plan: VisitPlan
    private var hasBegun = false
    private var hasLeft = false
    private var hasMistyped = false
    private var ending: String?

    init(_ site: KioskSite, _ plan: VisitPlan) {
        self.site = site
        self.plan = plan
    }

    /// Ends when the kiosk shows its home page again, or its process is gone.
    /// - Returns: how the case ended, in a word.
    mutating func run() async -> String {
        guard let kiosk = site.kiosk else { return "no kiosk" }
        site.machine.act(at: site.time.monotonic()) { $0.machine.setPerson(plan.person) }
        for await _ in await kiosk.stateNumbers() {
            let seen = await kiosk.snapshot()
            if seen.state.phase == .idle, hasBegun { return ending ?? Outcome.leftEarly.name }
            guard let action = next(seen.state.phase, seen.state.readiness) else { continue }
            await think()
            // A page that went by meanwhile refuses; the next number shows what is there now.
            _ = await kiosk.perform(action, stateNumber: seen.stateNumber)
        }
        return ending ?? "process ended"
    }

    private mutating func think() async {
        // Nothing cancels a student.
        try? await site.time.sleep(for: .milliseconds(plan.draws.int(300...2_500)))
    }

    private mutating func next(_ phase: Phase, _ readiness: Readiness) -> ScreenAction? {
        if case .showing(let outcome, _) = phase {
            ending = outcome.name
            return plan.finishes ? .tap(.finish) : nil
        }
        if hasLeft { return nil }
        if let leaving = plan.leaving, hasBegun, phase.name == leaving.phase {
            return leave(leaving.how)
        }
        switch phase {
        case .idle:
            hasBegun = true
            return .tap(.choose(plan.job))
        case .entering: return logIn()
        case .reviewing: return .tap(.goOn)
        case .consenting, .confirmingLoss, .confirmingLaterReport: return .tap(.consent)
        case .starting, .loggingIn, .changingPassword, .savingPassword, .quoting, .opening,
            .feeding, .readingBlank, .binding, .encoding, .discarding, .committing, .askingStore,
            .presenting, .awaitingPickup, .retaining, .printing, .showing, .reportingLoss,
            .keepingReport:
            return nil
        }
    }

    private mutating func leave(_ how: VisitPlan.Leaving.How) -> ScreenAction? {
        hasLeft = true
        switch how {
        case .walksAway:
            ending = "walked away"
            return nil
        case .cancels: return .tap(.cancel)
        case .findsOldCard: return .tap(.foundOldCard)
        }
    }

    private mutating func logIn() -> ScreenAction {
        let mistypes = plan.mistypes && !hasMistyped
        hasMistyped = true
        return .logIn(
            CampusNames.student(plan.holder),
            mistypes ? CampusNames.wrongPassword : CampusNames.password)
    }
}

extension Phase {
    /// The phase's name as it stands in its declaration.
    package var name: String { String(String(describing: self).prefix { $0.isLetter }) }
}
