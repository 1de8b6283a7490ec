/// Views over the rows: movements with their outcomes, the custody of each card, and the sums of
/// K6. They count and never clamp: a negative stock is a finding, not a zero.
enum SumSchema {
    static let sql = progress + custody + sums

    private static let progress = """
        CREATE VIEW openCase AS SELECT begun.caseID, begun.sequence FROM journalRow begun
        WHERE begun.kind = 'caseBegun' AND begun.sequence =
                (SELECT max(sequence) FROM journalRow WHERE kind = 'caseBegun')
            AND NOT EXISTS (SELECT 1 FROM journalRow
                WHERE kind = 'caseEnded' AND caseID = begun.caseID);

        CREATE VIEW movement AS SELECT intent.movement, intent.motion, intent.card, intent.caseID,
            intent.sequence AS intended, ending.sequence AS ended, ending.outcome,
            intent.binCount AS binBefore, ending.binCount AS binAfter
        FROM journalRow intent LEFT JOIN journalRow ending
            ON ending.kind = 'movementEnded' AND ending.movement = intent.movement
        WHERE intent.kind = 'movementIntended';

        CREATE VIEW openMovement AS SELECT * FROM movement WHERE ended IS NULL AND movement =
            (SELECT max(movement) FROM journalRow WHERE kind = 'movementIntended');

        CREATE VIEW outboxCursor AS
            SELECT coalesce(max(nextEvent), 1) AS nextEvent FROM acknowledgement;

        """

    /// A movement that provably moved nothing leaves a card where it was, and a feed of that kind
    /// makes no card. One without a proven end leaves the card in any place that the motion could
    /// have brought it to.
    private static let custody = """
        CREATE VIEW custodyStep AS
        SELECT coalesce(ended, intended) AS sequence, card,
            CASE WHEN outcome = 'done'
                THEN CASE motion WHEN 'feed' THEN 'path' WHEN 'present' THEN 'exit'
                    ELSE 'retained' END
                ELSE 'unaccounted' END AS custody,
            CASE WHEN outcome = 'done' THEN NULL WHEN motion = 'feed' THEN '["hopper","path"]'
                ELSE '["path","exit","bin","outside"]' END AS possible
        FROM movement WHERE outcome IS NOT 'notMoved'
        UNION ALL
        SELECT sequence, card, custody, json_extract(body, '$.possible')
        FROM journalRow WHERE kind = 'custodyChanged';

        -- a bare column beside max() comes from the row of the maximum (SQLite, lang_select 2.5)
        CREATE VIEW cardCustody AS
        SELECT card, custody, possible, max(sequence) AS since,
            (SELECT uid FROM journalRow identified
                WHERE identified.card = custodyStep.card AND kind = 'cardIdentified'
                LIMIT 1) AS uid,
            (SELECT sequence FROM journalRow fed
                WHERE fed.movement = custodyStep.card AND kind = 'movementIntended'
                    AND motion = 'feed') AS fed
        FROM custodyStep GROUP BY card;

        """

    /// `remaining` is the last count less what was fed since; `loaded` is that count and all that
    /// was fed before it. Cards that no feed brought are in the bin's sum only.
    private static let sums = """
        CREATE VIEW stockSum AS
        WITH hopper AS (SELECT max(sequence) AS sequence, found FROM journalRow
                WHERE kind = 'unitCounted' AND unit = 'hopper'),
            bin AS (SELECT max(sequence) AS sequence, found FROM journalRow
                WHERE kind = 'unitCounted' AND unit = 'bin'),
            cards AS MATERIALIZED (SELECT custody, since, fed FROM cardCustody)
        SELECT
            coalesce(hopper.found, 0) + count(*) FILTER (WHERE fed < hopper.sequence) AS loaded,
            coalesce(hopper.found, 0) - count(*) FILTER (
                WHERE fed > coalesce(hopper.sequence, 0)) AS remaining,
            count(*) FILTER (WHERE fed IS NOT NULL AND custody IN ('path', 'exit')) AS inPath,
            count(*) FILTER (WHERE fed IS NOT NULL AND custody = 'delivered') AS delivered,
            count(*) FILTER (WHERE fed IS NOT NULL AND custody = 'retained') AS retained,
            count(*) FILTER (WHERE fed IS NOT NULL AND custody = 'writtenOff') AS writtenOff,
            count(*) FILTER (WHERE fed IS NOT NULL AND custody = 'unaccounted') AS unaccounted,
            coalesce(bin.found, 0) + count(*) FILTER (
                WHERE custody = 'retained' AND since > coalesce(bin.sequence, 0)) AS inBin,
            hopper.sequence IS NOT NULL AS hopperKnown
        FROM hopper CROSS JOIN bin LEFT JOIN cards;
        """
}
