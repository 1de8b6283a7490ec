/// What a new row may not contradict. SQLite refuses the whole append with the sentence that stands
/// here, so a mistake above never becomes a row.
enum RuleSchema {
    static let sql = order + movements + cases + cards + outbox + keeping

    private static let order = """
        CREATE TRIGGER rowFollows BEFORE INSERT ON journalRow
        WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journalRow)
            OR NEW.previousHash IS NOT coalesce(
                (SELECT hash FROM journalRow ORDER BY sequence DESC LIMIT 1),
                printf('%064d', 0))
            OR NEW.epoch IS NOT (SELECT epoch FROM journalHead)
        BEGIN SELECT RAISE(ABORT, 'a row follows the last one of its epoch'); END;

        CREATE TRIGGER eventFollows BEFORE INSERT ON journalRow
        WHEN NEW.eventSequence IS NOT NULL AND NEW.eventSequence IS NOT
            (SELECT coalesce(max(eventSequence), 0) + 1 FROM journalRow
                WHERE eventSequence IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'K12: events are numbered without gaps'); END;

        """

    private static let movements = """
        CREATE TRIGGER movementGrows BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'movementIntended' AND NEW.movement <= (SELECT max(movement)
            FROM journalRow WHERE kind = 'movementIntended')
        BEGIN SELECT RAISE(ABORT, 'K7: a movement takes a new number'); END;

        CREATE TRIGGER movementAlone BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'movementIntended' AND EXISTS (SELECT 1 FROM openMovement)
        BEGIN SELECT RAISE(ABORT, 'K7: the movement before has no outcome yet'); END;

        CREATE TRIGGER movementEndsWhatBegan BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'movementEnded' AND NEW.movement IS NOT (SELECT movement FROM openMovement)
        BEGIN SELECT RAISE(ABORT, 'K7: an outcome needs its open intent'); END;

        -- a card that can leave the machine is booked before (design: commit comes before
        -- presenting)
        CREATE TRIGGER presentationAfterCommit BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'movementIntended' AND NEW.motion = 'present' AND NEW.caseID IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM journalRow
                WHERE caseID = NEW.caseID AND kind = 'callSent' AND call = 'commit')
        BEGIN SELECT RAISE(ABORT, 'K2: no card is presented before its commit'); END;

        """

    private static let cases = """
        CREATE TRIGGER caseAlone BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'caseBegun' AND EXISTS (SELECT 1 FROM openCase)
        BEGIN SELECT RAISE(ABORT, 'the case before has not ended'); END;

        -- a fact may name a case of another epoch: a tombstone
        CREATE TRIGGER caseIsKnown BEFORE INSERT ON journalRow
        WHEN NEW.caseID IS NOT NULL AND NEW.kind NOT IN ('caseBegun', 'fact')
            AND NOT EXISTS (SELECT 1 FROM journalRow
                WHERE kind = 'caseBegun' AND caseID = NEW.caseID)
        BEGIN SELECT RAISE(ABORT, 'a row names a case that never began'); END;

        CREATE TRIGGER callEndsWhatWasSent BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'callEnded' AND NOT EXISTS (SELECT 1 FROM journalRow
            WHERE caseID = NEW.caseID AND kind = 'callSent' AND call = NEW.call
                AND attempt = NEW.attempt)
        BEGIN SELECT RAISE(ABORT, 'a call ended that was not sent'); END;

        """

    private static let cards = """
        CREATE TRIGGER cardKeepsUID BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'cardIdentified' AND EXISTS (SELECT 1 FROM journalRow
            WHERE card = NEW.card AND kind = 'cardIdentified' AND uid <> NEW.uid)
        BEGIN SELECT RAISE(ABORT, 'K8: a card has one UID'); END;

        CREATE TRIGGER cardIsIdentified BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'cardBound' AND NOT EXISTS (SELECT 1 FROM journalRow
            WHERE card = NEW.card AND kind = 'cardIdentified' AND uid = NEW.uid)
        BEGIN SELECT RAISE(ABORT, 'a card is bound only after its UID was read'); END;

        -- seeing a UID again is a fact and is recorded; giving it to a second card is refused
        CREATE TRIGGER uidIsOneCard BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'cardBound' AND EXISTS (SELECT 1 FROM journalRow seen
            WHERE seen.uid = NEW.uid AND seen.kind = 'cardIdentified' AND seen.card <> NEW.card
                AND NOT EXISTS (SELECT 1 FROM journalRow again
                    WHERE again.uid = NEW.uid AND again.kind = 'cardRecycled'
                        AND again.sequence > seen.sequence))
        BEGIN SELECT RAISE(ABORT, 'K8: this UID was another card before'); END;

        CREATE TRIGGER identityNeedsBind BEFORE INSERT ON journalRow
        WHEN NEW.kind = 'identityMayBeWritten' AND NOT EXISTS (SELECT 1 FROM journalRow
            WHERE card = NEW.card AND kind = 'cardBound' AND caseID = NEW.caseID)
        BEGIN SELECT RAISE(ABORT, 'K8: an identity is written only on a bound card'); END;

        """

    private static let outbox = """
        CREATE TABLE acknowledgement (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            nextEvent INTEGER NOT NULL CHECK (nextEvent >= 2),
            bootID TEXT NOT NULL,
            wallMilliseconds INTEGER NOT NULL,
            monotonicMilliseconds INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER acknowledgementGrows BEFORE INSERT ON acknowledgement
        WHEN NEW.nextEvent <= (SELECT max(nextEvent) FROM acknowledgement)
        BEGIN SELECT RAISE(ABORT, 'K12: an acknowledgement never goes back'); END;
        CREATE TRIGGER acknowledgementKnown BEFORE INSERT ON acknowledgement
        WHEN NEW.nextEvent > (SELECT coalesce(max(eventSequence), 0) + 1 FROM journalRow
                WHERE eventSequence IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'K12: an event was acknowledged that does not exist'); END;

        """

    /// Nothing is ever changed or taken away.
    private static let keeping = ["journalRow", "journalHead", "acknowledgement"].map { table in
        """
        CREATE TRIGGER \(table)Stays BEFORE UPDATE ON \(table)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        CREATE TRIGGER \(table)Kept BEFORE DELETE ON \(table)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

        """
    }.joined()
}
