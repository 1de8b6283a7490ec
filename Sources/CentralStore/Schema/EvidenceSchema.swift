/// Evidence about suspects, and the bins of kiosks by their events.
enum EvidenceSchema {
    static let sql = """
        CREATE TABLE evidence (
            campus TEXT NOT NULL, case_id TEXT NOT NULL,
            kind TEXT NOT NULL, fate TEXT NOT NULL,
            source TEXT NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (campus, case_id, kind, fate, source),
            -- a count never says that a card was taken
            CHECK (CASE kind
                WHEN 'authenticatedUse' THEN fate = 'taken'
                WHEN 'foundInBin' THEN fate = 'retained'
                WHEN 'seenLive' THEN fate IN ('taken', 'retained')
                WHEN 'counted' THEN fate IN ('retained', 'notInBin', 'undecided')
                WHEN 'person' THEN fate IN ('taken', 'retained')
                ELSE 0 END)
        ) STRICT;
        CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence
        BEGIN SELECT RAISE(ABORT, 'evidence stays as it came'); END;
        CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence
        BEGIN SELECT RAISE(ABORT, 'evidence is never dropped'); END;

        CREATE TABLE bin_books (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, epoch TEXT NOT NULL,
            booked INTEGER NOT NULL,
            -- the last count, until something else is heard of the bin
            last_booked INTEGER, last_found INTEGER,
            doubtful INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
            PRIMARY KEY (campus, kiosk, epoch),
            CHECK ((last_booked IS NULL) = (last_found IS NULL))
        ) STRICT;

        -- cards that a kiosk cannot place since its bin was last counted
        CREATE TABLE unplaced_card (
            campus TEXT NOT NULL, kiosk TEXT NOT NULL, epoch TEXT NOT NULL,
            card INTEGER NOT NULL, uid TEXT,
            PRIMARY KEY (campus, kiosk, epoch, card)
        ) STRICT;
        """
}
