import CampusCard
import GRDB

extension SQLTables {
    func keep(_ evidence: Evidence, of caseID: CaseID, at wall: Int64) throws {
        try run(
            """
            INSERT INTO evidence (campus, case_id, kind, fate, source, note, at)
            VALUES (:campus, :case, :kind, :fate, :source, :note, :at) ON CONFLICT DO NOTHING
            """,
            [
                "case": caseID.text, "kind": evidence.kind.rawValue,
                "fate": evidence.fate.rawValue, "source": evidence.source, "note": evidence.note,
                "at": wall,
            ])
    }

    func isSuspect(_ caseID: CaseID, _ kind: Suspects.Kind) throws -> Bool {
        try row(
            """
            SELECT 1 FROM suspect WHERE campus = :campus AND case_id = :case AND kind = :kind
                AND resolved_at IS NULL
            """, ["case": caseID.text, "kind": kind.rawValue]) != nil
    }

    func caseOfCard(_ uid: CardUID) throws -> CaseRecord? {
        try row(
            """
            SELECT r.* FROM card c JOIN replacement_case r
                ON r.campus = c.campus AND r.case_id = c.case_id AND r.new_uid = c.uid
            WHERE c.campus = :campus AND c.uid = :uid
            """, ["uid": uid.description]
        ).map(Self.record)
    }

    func caseBound(to uid: CardUID) throws -> CaseID? {
        let bound: String? = try row(
            "SELECT case_id FROM card WHERE campus = :campus AND uid = :uid",
            ["uid": uid.description])?["case_id"]
        return bound.map(CaseID.init(validated:))
    }
}

/// The bins of kiosks.
extension SQLTables {
    func binBooks(of journal: EventStream) throws -> BinBooks? {
        let row = try row(
            """
            SELECT booked, last_booked, last_found, doubtful FROM bin_books
            WHERE campus = :campus AND kiosk = :kiosk AND epoch = :epoch
            """, Self.key(journal))
        return row.map { row in
            let (booked, found): (Int?, Int?) = (row["last_booked"], row["last_found"])
            return BinBooks(
                booked: row["booked"],
                lastCount: booked.flatMap { booked in
                    found.map { BinBooks.LastCount(booked: booked, found: $0) }
                }, isDoubtful: row["doubtful"])
        }
    }

    func set(_ books: BinBooks, of journal: EventStream) throws {
        try run(
            """
            INSERT INTO bin_books VALUES
                (:campus, :kiosk, :epoch, :booked, :lastBooked, :lastFound, :doubtful)
            ON CONFLICT DO UPDATE SET booked = :booked, last_booked = :lastBooked,
                last_found = :lastFound, doubtful = :doubtful
            """,
            Self.key(
                journal,
                [
                    "booked": books.booked, "lastBooked": books.lastCount?.booked,
                    "lastFound": books.lastCount?.found, "doubtful": books.isDoubtful,
                ]))
    }

    func keep(_ card: UnplacedCard, in journal: EventStream) throws {
        try run(
            """
            INSERT INTO unplaced_card VALUES (:campus, :kiosk, :epoch, :card, :uid)
            ON CONFLICT DO NOTHING
            """,
            Self.key(
                journal, ["card": card.card.fedBy.value, "uid": card.uid?.description]))
    }

    func unplacedCards(in journal: EventStream) throws -> [UnplacedCard] {
        try rows(
            """
            SELECT card, uid FROM unplaced_card
            WHERE campus = :campus AND kiosk = :kiosk AND epoch = :epoch ORDER BY card
            """, Self.key(journal)
        ).map { row in
            let uid: String? = row["uid"]
            return UnplacedCard(
                card: CardRef(fedBy: MovementID(row["card"])), uid: uid.flatMap(CardUID.init(hex:)))
        }
    }

    func place(card: CardRef, in journal: EventStream) throws {
        try run(
            """
            DELETE FROM unplaced_card
            WHERE campus = :campus AND kiosk = :kiosk AND epoch = :epoch AND card = :card
            """, Self.key(journal, ["card": card.fedBy.value]))
    }

    func place(uid: CardUID) throws {
        try run(
            "DELETE FROM unplaced_card WHERE campus = :campus AND uid = :uid",
            ["uid": uid.description])
    }

    func placeAll(in journal: EventStream) throws {
        try run(
            """
            DELETE FROM unplaced_card
            WHERE campus = :campus AND kiosk = :kiosk AND epoch = :epoch
            """, Self.key(journal))
    }

    /// The arguments of a statement about one journal; a value that is absent stays in it as NULL.
    private static func key(_ journal: EventStream, _ values: Arguments = [:]) -> Arguments {
        values.merging(["kiosk": journal.kiosk.text, "epoch": journal.epoch.text]) { $1 }
    }
}
