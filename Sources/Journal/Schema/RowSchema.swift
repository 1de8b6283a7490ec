import KioskPorts

/// The one table of the journal. Everything else in the file is derived from it, so there is
/// nothing that could disagree with a row: the typed columns are computed from the body that the
/// hash covers.
enum RowSchema {
    static let sql = """
        CREATE TABLE journalHead (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            epoch TEXT NOT NULL
        ) STRICT;

        CREATE TABLE journalRow (
            -- AUTOINCREMENT remembers the highest number: a torn tail shows
            sequence INTEGER PRIMARY KEY AUTOINCREMENT CHECK (sequence >= 1),
            version INTEGER NOT NULL CHECK (version >= 1),
            epoch TEXT NOT NULL,
            bootID TEXT NOT NULL,
            wallMilliseconds INTEGER NOT NULL,
            monotonicMilliseconds INTEGER NOT NULL,
            kind TEXT NOT NULL,
            caseID TEXT,
            eventSequence INTEGER,
            body TEXT NOT NULL CHECK (json_valid(body) AND json_type(body) = 'object'),
            previousHash TEXT NOT NULL CHECK (length(previousHash) = 64),
            hash TEXT NOT NULL CHECK (length(hash) = 64),

            movement INTEGER AS (json_extract(body, '$.movement')) VIRTUAL
                CHECK (typeof(movement) IN ('null', 'integer')),
            motion TEXT AS (json_extract(body, '$.motion')) VIRTUAL,
            -- a movement that names no card makes one: its own number
            card INTEGER AS (coalesce(json_extract(body, '$.card'),
                CASE kind WHEN 'movementIntended' THEN json_extract(body, '$.movement') END)
            ) VIRTUAL CHECK (typeof(card) IN ('null', 'integer')),
            binCount INTEGER AS (json_extract(body, '$.binCount')) VIRTUAL
                CHECK (typeof(binCount) IN ('null', 'integer')),
            outcome TEXT AS (json_extract(body, '$.outcome')) VIRTUAL,
            uid TEXT AS (json_extract(body, '$.uid')) VIRTUAL
                CHECK (length(uid) IN (8, 14, 20) AND uid NOT GLOB '*[^0-9A-F]*'),
            custody TEXT AS (json_extract(body, '$.custody')) VIRTUAL,
            unit TEXT AS (json_extract(body, '$.unit')) VIRTUAL
                CHECK (unit IN ('hopper', 'bin')),
            found INTEGER AS (json_extract(body, '$.found')) VIRTUAL
                CHECK (typeof(found) IN ('null', 'integer') AND coalesce(found, 0) >= 0),
            call TEXT AS (json_extract(body, '$.call')) VIRTUAL,
            attempt INTEGER AS (json_extract(body, '$.attempt')) VIRTUAL,
            note TEXT AS (coalesce(json_extract(body, '$.step'), json_extract(body, '$.ending'),
                json_extract(body, '$.by'), json_extract(body, '$.row'))) VIRTUAL,

            -- K14: free text is short and holds nothing as long as a PIN or a student number
            CONSTRAINT "K14: the free text of a row" CHECK (
                note NOT GLOB '*\(tooManyDigits)*' AND length(note) <= \(JournalText.lengthLimit)),
            CONSTRAINT "a fact, and nothing else, has an event number" CHECK (
                (kind = 'fact') = (eventSequence IS NOT NULL)),
            CONSTRAINT "the body of a row fits its kind" CHECK (CASE kind
                \(bodyOfEachKind)
                ELSE 0 END)
        ) STRICT;

        \(indexes)
        """

    private static let tooManyDigits = String(
        repeating: "[0-9]", count: JournalText.digitRunLimit + 1)

    /// What each kind needs; a kind that is not listed is refused.
    private static let bodyOfEachKind = """
        WHEN 'started' THEN caseID IS NULL
        WHEN 'caseBegun' THEN caseID IS NOT NULL
        WHEN 'callSent' THEN caseID IS NOT NULL AND call IS NOT NULL AND attempt >= 1
        WHEN 'callEnded' THEN caseID IS NOT NULL AND call IS NOT NULL AND attempt >= 1
            AND json_extract(body, '$.end') IN ('done', 'refused', 'unanswered')
        WHEN 'movementIntended' THEN movement >= 1
            AND CASE motion
                WHEN 'feed' THEN json_extract(body, '$.card') IS NULL
                WHEN 'present' THEN json_extract(body, '$.card') IS NOT NULL
                ELSE motion = 'retain' END
        WHEN 'movementEnded' THEN movement >= 1
            AND outcome IN ('done', 'notMoved', 'unknown')
        WHEN 'cardIdentified' THEN card IS NOT NULL AND uid IS NOT NULL
        WHEN 'cardBound' THEN card IS NOT NULL AND uid IS NOT NULL AND caseID IS NOT NULL
        WHEN 'checkpoint' THEN card IS NOT NULL AND caseID IS NOT NULL
        WHEN 'identityMayBeWritten' THEN card IS NOT NULL AND caseID IS NOT NULL
        WHEN 'custodyChanged' THEN card IS NOT NULL
            AND custody IN ('path', 'exit', 'delivered', 'retained', 'writtenOff', 'unaccounted')
            AND (custody = 'unaccounted') = (json_extract(body, '$.possible') IS NOT NULL)
        WHEN 'cardRecycled' THEN uid IS NOT NULL AND note IS NOT NULL
        WHEN 'fact' THEN json_extract(body, '$.fact') IS NOT NULL
        WHEN 'caseEnded' THEN caseID IS NOT NULL AND note IS NOT NULL
        WHEN 'slipPrinted' THEN caseID IS NOT NULL
        WHEN 'unitCounted' THEN unit IS NOT NULL AND found IS NOT NULL AND note IS NOT NULL
        WHEN 'reasonRaised' THEN caseID IS NULL
        WHEN 'reasonCleared' THEN caseID IS NULL
        WHEN 'recovered' THEN note IS NOT NULL
        """

    private static let indexes = """
        -- K7: one intent and at most one outcome for each movement
        CREATE UNIQUE INDEX movementIntent ON journalRow (movement)
            WHERE kind = 'movementIntended';
        CREATE UNIQUE INDEX movementOutcome ON journalRow (movement)
            WHERE kind = 'movementEnded';
        CREATE UNIQUE INDEX caseBeginning ON journalRow (caseID) WHERE kind = 'caseBegun';
        CREATE UNIQUE INDEX caseEnding ON journalRow (caseID) WHERE kind = 'caseEnded';
        CREATE UNIQUE INDEX eventNumber ON journalRow (eventSequence)
            WHERE eventSequence IS NOT NULL;
        CREATE INDEX caseOrder ON journalRow (sequence) WHERE kind = 'caseBegun';
        CREATE INDEX rowOfCase ON journalRow (caseID, sequence) WHERE caseID IS NOT NULL;
        CREATE INDEX rowOfCard ON journalRow (card, sequence) WHERE card IS NOT NULL;
        CREATE INDEX rowOfUID ON journalRow (uid, sequence) WHERE uid IS NOT NULL;
        CREATE INDEX custodyChange ON journalRow (card, sequence) WHERE kind = 'custodyChanged';
        CREATE INDEX unitCount ON journalRow (unit, sequence) WHERE kind = 'unitCounted';
        """
}
