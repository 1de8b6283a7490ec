import CampusCard
import CampusFaults
import CentralStore
import GRDB
import Journal
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator

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

    /// Where the store has each card of a machine, beside where it really is.
    private func checkPlaces(_ number: Int, _ cards: CardsInStore) throws {
        let site = world.campus.sites[number]
        let places = CardPlaces(site.machine.contents(now: world.now).machine)
        for (uid, place) in places.single.sorted(by: { $0.key < $1.key }) {
            guard let found = cards.byUID[uid] else { continue }
            check(found, isWithPerson: place == .person || place == .counter, site.id)
        }
    }

    /// K8, of what this kiosk bound.
    private func checkBound(_ number: Int, _ cards: CardsInStore) throws {
        let rows = world.taken[number]
        for (uid, caseID) in rows.bound.sorted(by: { $0.key < $1.key }) {
            world.check(
                .k8, cards.byUID[uid] != nil || cards.waits(caseID), at: number,
                "UID \(uid) is bound, and no card of the store")
        }
        world.check(
            .k8, rows.boundTwice.isEmpty, at: number, "UIDs bound twice: \(rows.boundTwice)")
        world.check(
            .k8, rows.forgottenBlanks.isEmpty, at: number,
            "given up unnamed, though they may bear an identity: \(rows.forgottenBlanks)")
    }

    private func checkSite(_ number: Int, _ cards: CardsInStore) throws {
        let site = world.campus.sites[number]
        try checkPlaces(number, cards)
        try checkBound(number, cards)
        let rows = world.taken[number]
        world.check(
            .k7, rows.open.isEmpty, at: number, "movements \(rows.open.sorted()) have no end")
        for (kind, motion) in MovementKind.motions {
            let (intended, ran) = (rows.intents[kind, default: 0], site.truth.motions(motion))
            world.check(
                .k9, ran <= intended, at: number,
                "\(intended) intents to \(kind.rawValue), \(ran) motions")
        }
        let sums = try site.journal.stock()
        world.check(.k6, sums.balances, at: number, "the sums do not balance: \(sums)")
        let walked = try site.disk.reader().ledger()
        world.check(
            .k6, sums == walked.sums, at: number,
            "the sums that were kept are \(sums), a walk finds \(walked.sums)")
        world.check(
            .k12, Int(walked.rows) == rows.count + KioskSite.firstRows, at: number,
            "the journal took \(rows.count) rows and has \(walked.rows)")
        let waiting = try site.journal.outbox(limit: 1)
        world.check(
            .k12, waiting.isEmpty, at: number, "events wait for the store: \(waiting)")
        world.check(
            .k12, rows.events == cards.events[site.id, default: 0], at: number,
            "\(rows.events) events here, \(cards.events[site.id, default: 0]) in the store"
        )
        let findings = try site.disk.reader().verify()
        world.check(
            .k12, findings.isEmpty, at: number, "the journal is not whole: \(findings)")
    }

    /// K14, in what stays: rows and receipts.
    private func checkSecrets(_ number: Int) throws {
        let site = world.campus.sites[number]
        let search = SecretSearch(cardholders: world.campus.settings.cardholders)
        try site.disk.reader().forEachRow { row in
            let found = search.secret(in: row.body)
            world.check(
                .k14, found == nil, at: number, "row \(row.sequence) holds \(found ?? "")")
        }
        for paper in site.printer.papers.suffix(WorldLimits.papersRead) {
            let found = search.secret(in: "\(paper)")
            world.check(.k14, found == nil, at: number, "a receipt holds \(found ?? "")")
        }
    }

    /// K3, K4: the case of a card says what the card's true place says.
    private func check(_ found: CardsInStore.Card, isWithPerson: Bool, _ kiosk: KioskID) {
        guard let stage = found.stage else { return }
        if isWithPerson {
            world.check(
                .k4, stage == "delivered" || found.hasSuspect,
                "\(kiosk): a student has UID \(found.uid), its case \(found.caseID ?? "") is \(stage)"
            )
        } else {
            world.check(
                .k3, stage != "delivered" || found.evidence == "waiver",
                "\(kiosk): UID \(found.uid) is inside, its case \(found.caseID ?? "") is delivered")
            world.check(
                .k3, !found.isUsable || found.hasOpenSuspect,
                "\(kiosk): UID \(found.uid) is inside, usable, and no suspect")
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

extension MovementKind {
    /// The motion of the unit that stands behind each movement.
    static let motions: [(MovementKind, Motion)] = [
        (.feed, .toReadPosition), (.present, .toExit), (.retain, .toBin),
    ]
}

extension TruthRecord {
    /// How often the host set the unit going so.
    func motions(_ motion: Motion) -> Int {
        let detail = "\(motion.rawValue) by \(Initiator.host.rawValue)"
        return all.count { $0.event == .motionBegan && $0.detail == detail }
    }
}
