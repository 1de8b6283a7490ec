import CampusCard
import CentralStore
import GRDB
import Simulator

/// The store's cards and cases, read by plain SQL.
struct CardsInStore {
    struct Card {
        let uid: CardUID
        let caseID: String?
        let stage: String?
        let evidence: String?
        let isUsable: Bool
        let hasSuspect: Bool
        let hasOpenSuspect: Bool
    }

    struct Case {
        let id: String
        let stage: String
        let hasOpenSuspect: Bool
    }

    private(set) var byUID: [CardUID: Card] = [:]
    private(set) var cases: [Case] = []
    private(set) var usableByAccount: [(String, Int)] = []
    private(set) var livingByAccount: [(String, Int)] = []
    /// Events taken, by kiosk.
    private(set) var events: [KioskID: Int] = [:]
    /// Lives that the store began because a kiosk was told to send what this database never had.
    private(set) var livesDoubted: [String] = []
    private var suspected: Set<String> = []
    /// Cases of which a restored store could not apply what their kiosk told it again.
    private(set) var keptOut: Set<String> = []
    /// Cases that were undone before the store knew them, and UIDs that are never issued again.
    private var undone: Set<String> = []
    private var withheld: Set<String> = []
    /// Usable cards that nobody lost, and that the list stops.
    private(set) var goodAndStopped: [String] = []

    init(_ database: StoreDatabase) throws {
        try database.queue.read { db in
            try readCards(db)
            cases = try Row.fetchAll(db, sql: Self.caseSQL).map { row in
                Case(id: row["case_id"], stage: row["stage"], hasOpenSuspect: row["open"])
            }
            usableByAccount = try Self.counts(
                db, "SELECT account, sum(lost = 0) FROM card WHERE \(Self.living) GROUP BY account")
            livingByAccount = try Self.counts(
                db, "SELECT account, count(*) FROM card WHERE \(Self.living) GROUP BY account")
            let taken = try Self.counts(
                db, "SELECT kiosk, count(*) FROM kiosk_event GROUP BY kiosk")
            for (kiosk, count) in taken { events[KioskID(validated: kiosk)] = count }
            livesDoubted = try String.fetchAll(
                db, sql: "SELECT why FROM store_epoch WHERE why LIKE '%is wanted next%'")
            suspected = Set(try String.fetchAll(db, sql: "SELECT case_id FROM suspect"))
            keptOut = Set(try String.fetchAll(db, sql: Self.keptOutSQL))
            undone = Set(try String.fetchAll(db, sql: Self.undoneSQL))
            withheld = Set(try String.fetchAll(db, sql: "SELECT uid FROM withheld_uid"))
            goodAndStopped = try String.fetchAll(db, sql: Self.goodAndStoppedSQL)
        }
    }

    /// Cases that are neither ended nor suspect.
    static func openCases(_ database: StoreDatabase) throws -> Int {
        try database.queue.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM replacement_case c WHERE stage IN ('opened', 'bound')
                        OR stage = 'committed' AND NOT EXISTS (SELECT 1 FROM suspect s
                            WHERE s.case_id = c.case_id AND resolved_at IS NULL)
                    """) ?? 0
        }
    }

    static func lostAccounts(_ database: StoreDatabase) throws -> Set<AccountID> {
        try database.queue.read { db in
            let found = try String.fetchAll(
                db, sql: "SELECT account FROM card WHERE life = 'active' AND lost = 1")
            return Set(found.map(AccountID.init(validated:)))
        }
    }

    /// The case of a quarantined event stands on the list of suspects, for a person.
    func isExplained(_ event: String) -> Bool { suspected.contains { event.contains($0) } }

    /// It is kept out by another case of its account, on which a person has to decide (again, when the decision was made
    /// after the backup): both stand on lists.
    func waits(_ caseID: CaseID) -> Bool {
        keptOut.contains(caseID.text) && suspected.contains(caseID.text)
    }

    /// A restored store knows nothing of the card but that it is never issued again: its kiosk undid the case.
    func isUndone(_ caseID: CaseID, _ uid: CardUID) -> Bool {
        undone.contains(caseID.text) && withheld.contains(uid.description)
    }

    private static let undoneSQL = """
        SELECT case_id FROM replacement_case
        WHERE account IS NULL AND stage IN ('voided', 'abandoned')
        """

    private static let keptOutSQL = """
        SELECT case_id FROM replay_conflict WHERE closed_at IS NULL AND case_id IS NOT NULL
        """

    private static let goodAndStoppedSQL = """
        SELECT uid FROM card c JOIN stop_entry s USING (campus, card_number)
        WHERE \(living) AND c.lost = 0 AND c.issue_number <= s.stopped_through
            AND s.released IS NOT c.issue_number
            AND s.version = (SELECT max(version) FROM stop_entry n
                WHERE n.campus = c.campus AND n.card_number = c.card_number)
        ORDER BY uid
        """

    private static let living = "life IN ('inDelivery', 'active')"

    private static let caseSQL = """
        SELECT case_id, stage, EXISTS (SELECT 1 FROM suspect s
            WHERE s.case_id = c.case_id AND resolved_at IS NULL) AS open
        FROM replacement_case c ORDER BY case_id
        """

    private mutating func readCards(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT k.uid, k.case_id, k.life, k.lost, c.stage, c.evidence, c.new_uid,
                    EXISTS (SELECT 1 FROM suspect s WHERE s.case_id = k.case_id) AS suspect,
                    EXISTS (SELECT 1 FROM suspect s
                        WHERE s.case_id = k.case_id AND resolved_at IS NULL) AS open
                FROM card k LEFT JOIN replacement_case c
                    ON c.case_id = k.case_id AND c.new_uid = k.uid
                """)
        for row in rows {
            guard let uid = CardUID(hex: row["uid"]) else { continue }
            let life: String = row["life"]
            byUID[uid] = Card(
                uid: uid, caseID: row["case_id"], stage: row["stage"], evidence: row["evidence"],
                isUsable: life == "inDelivery" || life == "active" && row["lost"] == 0,
                hasSuspect: row["suspect"], hasOpenSuspect: row["open"])
        }
    }

    private static func counts(_ db: Database, _ sql: String) throws -> [(String, Int)] {
        try Row.fetchAll(db, sql: sql).map { ($0[0], $0[1]) }
    }
}

/// Where the cards of one machine really are, by UID; counterfeits that share one are left out.
struct CardPlaces {
    private(set) var single: [CardUID: Place] = [:]

    init(_ machine: Machine) {
        var serials: [CardUID: [CardSerial]] = [:]
        for card in machine.cards.values { serials[card.uid, default: []].append(card.serial) }
        for (uid, cards) in serials where cards.count == 1 {
            single[uid] = machine.place(of: cards[0])
        }
    }
}
