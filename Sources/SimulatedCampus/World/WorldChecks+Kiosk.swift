import CampusCard
import CampusFaults
import Journal
import KioskPorts
import Simulator

/// What is asked of each kiosk at the end of a world: its cards, its sums, its rows and its papers.
extension WorldChecks {
    /// Where the store has each card of a machine, beside where it really is.
    func checkPlaces(_ number: Int, _ cards: CardsInStore) throws {
        let site = world.campus.sites[number]
        let places = CardPlaces(site.machine.contents(now: world.now).machine)
        for (uid, place) in places.single.sorted(by: { $0.key < $1.key }) {
            guard let found = cards.byUID[uid] else { continue }
            check(found, isWithPerson: place == .person || place == .counter, site.id)
        }
    }

    /// K8, of what this kiosk bound.
    func checkBound(_ number: Int, _ cards: CardsInStore) throws {
        let rows = world.taken[number]
        for (uid, caseID) in rows.bound.sorted(by: { $0.key < $1.key }) {
            world.check(
                .k8,
                cards.byUID[uid] != nil || cards.waits(caseID) || cards.isUndone(caseID, uid),
                at: number,
                "UID \(uid) is bound, and no card of the store")
        }
        world.check(
            .k8, rows.boundTwice.isEmpty, at: number, "UIDs bound twice: \(rows.boundTwice)")
        world.check(
            .k8, rows.forgottenBlanks.isEmpty, at: number,
            "given up unnamed, though they may bear an identity: \(rows.forgottenBlanks)")
    }

    func checkSite(_ number: Int, _ cards: CardsInStore) throws {
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
    func checkSecrets(_ number: Int) throws {
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
    func check(_ found: CardsInStore.Card, isWithPerson: Bool, _ kiosk: KioskID) {
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
