import CampusCard
import CampusFaults
import CentralStore
import KioskCore
import KioskPorts
import KioskRuntime

/// The invariants at the end of a world, when everything must be at rest: asked of journals, store and machines, each
/// of which knows nothing of the others.
struct WorldChecks {
    let world: World

    func run() {
        do {
            let cards = try CardsInStore(world.campus.database)
            try checkStore(cards)
            checkLives(cards)
            for number in world.campus.sites.indices {
                try checkSite(number, cards)
                try checkSecrets(number)
            }
            checkRecoveryAgain()
            try world.checkSpoiledJournals()
            try checkKeptOut()
        } catch {
            world.add(.k12, "the world cannot be looked at: \(error)")
        }
    }

    private func checkStore(_ cards: CardsInStore) throws {
        for (account, usable) in cards.usableByAccount {
            world.check(.k1, usable <= 1, "account \(account) has \(usable) usable cards")
        }
        for (account, living) in cards.livingByAccount {
            world.check(.k2, living <= 1, "account \(account) has \(living) living cards")
        }
        world.check(
            .k1, cards.goodAndStopped.isEmpty,
            "usable, lost by nobody, and stopped: \(cards.goodAndStopped)")
        let ledger = try Operator(world.campus.store).ledger(newest: 1)
        world.check(.k5, ledger.differences.isEmpty, ledger.differences.joined(separator: "; "))
        for found in cards.cases {
            let open = found.stage == "opened" || found.stage == "bound"
            let waits = found.stage != "committed" || found.hasOpenSuspect
            world.check(.k11, !open && waits, "case \(found.id) is left \(found.stage)")
        }
        for event in try Operator(world.campus.store).quarantine() {
            world.check(
                .k12, cards.isExplained(event.event),
                "event \(event.sequence) of \(event.kiosk) is quarantined (\(event.why)): \(event.event)"
            )
        }
    }

    /// Restores are announced here: a store that finds itself out of step with a kiosk met a kiosk that
    /// took for sent what was not, and the replay of a new life would hide that.
    private func checkLives(_ cards: CardsInStore) {
        world.check(
            .k12, cards.livesDoubted.isEmpty,
            "the store took itself for restored: \(cards.livesDoubted.joined(separator: "; "))")
    }

    /// A store that was restored may keep a case out until a person decides on another one of its account. When the desk
    /// has done that, nothing is kept out any more.
    private func checkKeptOut() throws {
        guard try !CardsInStore(world.campus.database).keptOut.isEmpty else { return }
        world.settleSuspects()
        let cards = try CardsInStore(world.campus.database)
        world.check(
            .k8, cards.keptOut.isEmpty,
            "the desk has decided on all, and still kept out are \(cards.keptOut.sorted())")
        try checkStore(cards)
        for number in world.campus.sites.indices {
            try checkPlaces(number, cards)
            try checkBound(number, cards)
        }
    }

    /// K13: another start finds nothing to do.
    private func checkRecoveryAgain() {
        let before = world.taken.map(\.deeds)
        for number in world.campus.sites.indices {
            world.spawn { await self.world.restart(self.world.campus.sites[number]) }
        }
        world.campus.pass(.seconds(120))
        for (number, site) in world.campus.sites.enumerated() {
            let more = world.taken[number].deeds - before[number]
            world.check(.k13, more == 0, at: number, "a start wrote \(more) deeds")
            let idle = world.campus.now { await site.kiosk?.snapshot() }
            let rests =
                idle?.state.phase == .idle
                && (idle?.state.readiness.canReplace == true || idle?.reasons.isEmpty == false)
            world.check(
                .k11, rests, at: number, "it is neither idle nor out of service with a reason")
        }
    }
}
