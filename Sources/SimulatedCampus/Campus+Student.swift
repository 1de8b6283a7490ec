package import CampusCard
import CentralStore
package import KioskCore
package import KioskPorts
import KioskRuntime
import Simulator

/// What a student does, and what anybody can see.
extension Campus {
    /// What the screen shows at this instant.
    package func look() -> ScreenSnapshot {
        ask { await $0.snapshot() }
    }

    package var phase: Phase { look().state.phase }

    /// Does something on the page that is shown now.
    @discardableResult
    package func act(_ action: ScreenAction) -> ScreenReply {
        ask { kiosk in
            let number = await kiosk.snapshot().stateNumber
            return await kiosk.perform(action, stateNumber: number)
        }
    }

    /// How closely the phase is watched: shorter than any call takes.
    private static let step: Duration = .milliseconds(10)

    /// Lets time pass until the phase fits, at most so long; false when it never did.
    package func wait(atMost limit: Duration, until fits: (Phase) -> Bool) -> Bool {
        let end = clock.monotonic() + limit
        while !fits(phase) {
            guard clock.monotonic() < end else { return false }
            pass(Self.step)
        }
        return true
    }

    /// Where the store has a case.
    package func standing(of caseID: CaseID) throws -> CaseStanding? {
        try Operator(store).showCase(caseID)?.standing
    }
}
