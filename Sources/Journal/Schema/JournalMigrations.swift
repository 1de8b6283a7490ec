import GRDB
import KioskPorts

/// The versions of the schema. A version that was released is never edited: later ones are
/// appended.
enum JournalMigrations {
    /// Brings the file up to date. A file that newer software has changed is refused, not damaged.
    static func migrate(_ queue: DatabaseQueue, epochIfNew: String) throws {
        let migrator = migrator(epochIfNew: epochIfNew)
        guard try !queue.read(migrator.hasBeenSuperseded) else {
            throw JournalFault(
                operation: "open the journal",
                detail: "its schema is newer than this software: install the newer version again")
        }
        try migrator.migrate(queue)
    }

    static func migrator(epochIfNew: String) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 rows, their rules and their sums") { db in
            for sql in [RowSchema.sql, SumSchema.sql, RuleSchema.sql] {
                try db.execute(sql: sql)
            }
            try db.execute(
                sql: "INSERT INTO journalHead (only, epoch) VALUES (1, ?)", arguments: [epochIfNew])
        }
        migrator.registerMigration("2 lives of the store") { db in
            try db.execute(sql: StoreLifeSchema.sql)
        }
        migrator.registerMigration(
            "3 the cursor in a chain", migrate: CursorChainSchema.migrate)
        return migrator
    }
}
