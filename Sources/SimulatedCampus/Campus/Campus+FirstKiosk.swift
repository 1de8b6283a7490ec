package import CampusCard
import CentralStore
package import KioskCore
package import KioskPorts
package import KioskRuntime
package import Journal
package import Simulator

/// The first kiosk, for a campus that has no other.
extension Campus {
    package var machine: RunningMachine { sites[0].machine }
    package var printer: PaperPrinter { sites[0].printer }
    package var shelf: MemoryShelf { sites[0].shelf }
    package var network: SimulatedNetwork { sites[0].network }
    package var journal: SQLiteJournal { sites[0].journal }
    /// The journal as the kiosk of this boot has it.
    package var cutting: CuttingJournal { sites[0].cutting }

    /// Where the journal's file lies, for readers of it.
    package var journalPath: String {
        guard let path = sites[0].disk.path else {
            preconditionFailure("a journal in memory has no path")
        }
        return path
    }

    /// Power fails: the kiosk's tasks end where they stand and are heard no more, the machine stops with every card where it
    /// is, the journal keeps what was in it. After the pause power is back and the kiosk starts anew.
    package func cutPower(pause: Duration = .seconds(30)) throws {
        try killKiosk()
        machine.act(at: clock.monotonic()) { $0.machine.cutPower() }
        pass(pause)
        machine.act(at: clock.monotonic()) { $0.machine.restorePower() }
        try startKiosk()
    }

    /// The kiosk's process ends without a word; the machine keeps its power.
    package func killKiosk() throws {
        let site = sites[0]
        try now { await Result(asynchronously: site.kill) }.get()
    }

    /// The next boot.
    package func startKiosk() throws { try sites[0].start() }

    /// Asks the kiosk something at this instant.
    package func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (KioskController) async -> Answer
    ) -> Answer {
        guard let kiosk = sites[0].kiosk else {
            preconditionFailure("a campus starts its kiosks when it is made")
        }
        return now { await question(kiosk) }
    }
}

extension Result where Failure == any Error {
    fileprivate init(asynchronously body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

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
