import CampusCard
import GRDB

/// The chains that hold the acknowledgements and the lives of the store, as the rows have one: what moved the cursor of the
/// outbox cannot be changed, dropped or moved without a trace. Files from before get their chain when they are opened.
enum CursorChainSchema {
    static func migrate(_ db: Database) throws {
        let epoch = try SQLiteJournal.readEpoch(db)
        for chain in CursorChain.allCases {
            let table = chain.rawValue
            try db.execute(
                sql: """
                    ALTER TABLE \(table) ADD COLUMN previousHash TEXT NOT NULL DEFAULT '';
                    ALTER TABLE \(table) ADD COLUMN hash TEXT NOT NULL DEFAULT '';
                    DROP TRIGGER \(table)Stays;
                    """)
            try link(chain, epoch: epoch.text, db)
            try db.execute(
                sql: """
                    CREATE TRIGGER \(table)Stays BEFORE UPDATE ON \(table)
                    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
                    CREATE TRIGGER \(table)Follows BEFORE INSERT ON \(table)
                    WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM \(table))
                        OR length(NEW.hash) <> 64
                        OR NEW.previousHash IS NOT coalesce(
                            (SELECT hash FROM \(table) ORDER BY number DESC LIMIT 1),
                            printf('%064d', 0))
                    BEGIN SELECT RAISE(ABORT, 'the cursor follows the last one of its chain'); END;
                    """)
        }
    }

    /// What stands there already, in its order.
    private static func link(_ chain: CursorChain, epoch: String, _ db: Database) throws {
        var before = StoredRow.noHash
        for link in try chain.links(epoch: epoch, db).map(\.content) {
            let hash = ChainHash.of(link.columns, after: before)
            try db.execute(
                sql: "UPDATE \(chain.rawValue) SET previousHash = ?, hash = ? WHERE number = ?",
                arguments: [before, hash, link.number])
            before = hash
        }
    }
}
