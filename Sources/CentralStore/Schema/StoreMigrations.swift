import GRDB

/// The versions of the schema. A version that was released is never edited: later ones are
/// appended.
enum StoreMigrations {
    static func migrate(_ queue: DatabaseQueue) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 the first store") { db in
            for sql in [
                CardholderSchema.sql, CardSchema.sql, LedgerSchema.sql, CaseSchema.sql,
                KioskSchema.sql,
            ] {
                try db.execute(sql: sql)
            }
        }
        migrator.registerMigration("2 lives of the store") { db in
            try db.execute(sql: EpochSchema.sql)
        }
        migrator.registerMigration("3 evidence about suspects") { db in
            try db.execute(sql: EvidenceSchema.sql)
        }
        migrator.registerMigration("4 what a card's chip says") { db in
            try db.execute(sql: CardSchema.writeAxis)
        }
        migrator.registerMigration("5 ends of sessions and quotes") { db in
            try db.execute(sql: EndIndexSchema.sql)
        }
        migrator.registerMigration("6 releases after a loss") { db in
            try db.execute(sql: CardSchema.release)
        }
        migrator.registerMigration("7 cases that a replay kept out") { db in
            try db.execute(sql: CardSchema.keptOut)
        }
        migrator.registerMigration("8 cards of others") { db in
            try db.execute(sql: BoundCardSchema.sql)
        }
        try queue.read { db in
            guard try !migrator.hasBeenSuperseded(db) else {
                throw StoreFailure("its schema is newer than this software")
            }
        }
        try migrator.migrate(queue)
    }
}
