import CentralStore

/// The invariants of the store, asked of its tables and not of its rules.
enum StoreInvariants {
    private static let queries = [
        "K1: two usable cards": """
        SELECT account FROM card WHERE life IN ('inDelivery', 'active') AND lost = 0
        GROUP BY account HAVING COUNT(*) > 1
        """,
        "K2: a new card lives beside an old one": """
        SELECT account FROM card WHERE life IN ('inDelivery', 'active')
        GROUP BY account HAVING COUNT(*) > 1
        """,
        "K4: captured without evidence or hold": """
        SELECT e.case_id FROM transfer e JOIN replacement_case c ON c.case_id = e.case_id
        LEFT JOIN transfer h ON h.case_id = e.case_id AND h.leg = 'hold'
        WHERE e.kind = 'capture' AND (c.evidence IS NULL OR h.case_id IS NULL)
        """,
        "K5: a leg twice": """
        SELECT case_id FROM transfer WHERE leg IS NOT NULL
        GROUP BY case_id, leg HAVING COUNT(*) > 1
        """,
        "K8: a UID issued after it was withheld or twice": """
        SELECT uid FROM card GROUP BY uid HAVING COUNT(*) > 1
        """,
        "a usable card that the list stops, though nobody lost it": """
        SELECT c.uid FROM card c JOIN stop_entry s USING (campus, card_number)
        WHERE c.life IN ('inDelivery', 'active') AND c.lost = 0
            AND c.issue_number <= s.stopped_through AND s.released IS NOT c.issue_number
            AND s.version = (SELECT MAX(version) FROM stop_entry n
                WHERE n.card_number = c.card_number)
        """,
        "a cancelled card of a committed case that no list stops": """
        SELECT c.uid FROM card c JOIN replacement_case r
            ON r.case_id = c.case_id AND r.new_uid = c.uid AND r.stage = 'voided'
        WHERE r.account IS NOT NULL AND c.life = 'cancelled'
            AND EXISTS (SELECT 1 FROM replacement p WHERE p.case_id = r.case_id)
            AND c.issue_number > (SELECT COALESCE(MAX(stopped_through), 0) FROM stop_entry s
                WHERE s.card_number = c.card_number)
        """,
        "a case that is delivered without an active or later card": """
        SELECT r.case_id FROM replacement_case r JOIN card c ON c.uid = r.new_uid
        WHERE r.stage = 'delivered' AND c.life NOT IN ('active', 'cancelled', 'expired')
        """,
    ]

    static func broken(in rig: StoreRig) throws -> [String] {
        var broken = try rig.desk.ledger(newest: 1).differences
        for (name, query) in queries.sorted(by: { $0.key < $1.key })
        where try rig.text(query) != nil {
            broken.append(name)
        }
        return broken
    }
}
