import CampusCard
import GRDB

/// Withheld UIDs and the list.
extension SQLTables {
    func withhold(
        _ uid: CardUID, _ reason: WithheldUID.Reason, caseID: CaseID?, at wall: Int64
    ) throws {
        try run(
            """
            INSERT INTO withheld_uid VALUES (:campus, :uid, :why, :case, :at)
            ON CONFLICT DO NOTHING
            """,
            [
                "uid": uid.description, "why": reason.rawValue, "case": caseID?.text, "at": wall,
            ])
    }

    func whyWithheld(_ uid: CardUID) throws -> WithheldUID.Reason? {
        try row(
            "SELECT why FROM withheld_uid WHERE campus = :campus AND uid = :uid",
            ["uid": uid.description]
        ).map { row in
            guard let why = WithheldUID.Reason(rawValue: row["why"]) else {
                throw StoreFailure("the reason why a UID is withheld cannot be read")
            }
            return why
        }
    }

    func newestVersion() throws -> ListVersion {
        let value = try integer(
            """
            SELECT MAX(
                COALESCE((SELECT MAX(version) FROM stop_entry WHERE campus = :campus), 0),
                COALESCE((SELECT MAX(list_floor) FROM store_epoch WHERE campus = :campus), 0))
            """)
        return ListVersion(UInt32(value))
    }

    func newestEntry(of card: CardNumber) throws -> StopEntry? {
        try row(
            """
            SELECT * FROM stop_entry
            WHERE campus = :campus AND card_number = :card ORDER BY version DESC LIMIT 1
            """, ["card": Int64(card.value)]
        ).map { row in
            guard let reason = StopList.Reason(rawValue: row["why"]) else {
                throw StoreFailure("the reason of a stopped card cannot be read")
            }
            let released: Int64? = row["released"]
            return StopEntry(
                version: ListVersion(UInt32(row["version"] as Int64)), card: card,
                issues: StoppedIssues(
                    through: IssueNumber(UInt16(row["stopped_through"] as Int64)),
                    released: released.map { IssueNumber(UInt16($0)) }), reason: reason)
        }
    }

    func isListed(_ version: ListVersion, of card: CardNumber) throws -> Bool {
        try row(
            """
            SELECT 1 FROM stop_entry
            WHERE campus = :campus AND version = :version AND card_number = :card
            """, ["version": Int64(version.value), "card": Int64(card.value)]) != nil
    }

    func publish(_ entry: StopEntry, at wall: Int64) throws {
        try run(
            """
            INSERT INTO stop_entry VALUES (:campus, :version, :card, :through, :why, :at, :released)
            """,
            [
                "version": Int64(entry.version.value), "card": Int64(entry.card.value),
                "through": Int64(entry.issues.through.value), "why": entry.reason.rawValue,
                "at": wall, "released": entry.issues.released.map { Int64($0.value) },
            ])
    }

    func keep(_ release: ReleaseRow, at wall: Int64) throws {
        try run(
            "INSERT INTO card_release VALUES (:campus, :version, :card, :at, :who, :why)",
            [
                "version": Int64(release.version.value), "card": Int64(release.card.value),
                "at": wall, "who": release.who, "why": release.why,
            ])
    }
}
