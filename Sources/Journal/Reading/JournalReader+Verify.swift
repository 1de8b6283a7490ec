import GRDB
package import KioskPorts

extension JournalReader {
    /// Everything that is wrong with the file: its pages, its schema, its chain. Empty when the
    /// journal is whole.
    package func verify() throws(JournalFault) -> [JournalFinding] {
        try JournalFault.naming("verify the journal") {
            try queue.read { db in
                try Self.damage(db) + Self.schemaChanges(db) + ChainCheck.findings(db)
            }
        }
    }

    /// The whole check and not the quick one: an index that lost an entry no longer refuses what breaks a rule.
    private static func damage(_ db: Database) throws -> [JournalFinding] {
        try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }.map {
            JournalFinding(row: nil, kind: .damaged("SQLite: \($0)"))
        }
    }

    /// Triggers and views carry the rules: a file without them is not to be trusted.
    private static func schemaChanges(_ db: Database) throws -> [JournalFinding] {
        let fresh = try DatabaseQueue()
        try JournalMigrations.migrate(fresh, epochIfNew: "E")
        let expected = try fresh.read(objects)
        return try objects(db).symmetricDifference(expected).map(\.name).sorted().reduce(into: []) {
            findings, name in
            let finding = JournalFinding(row: nil, kind: .schema(object: name))
            if findings.last != finding { findings.append(finding) }
        }
    }

    private static func objects(_ db: Database) throws -> Set<SchemaObject> {
        try Set(
            Row.fetchAll(
                db,
                sql:
                    "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            ).map {
                SchemaObject(
                    name: try $0.decode(forColumn: "name"), sql: try $0.decode(forColumn: "sql"))
            })
    }
}

/// A table, index, view or trigger by the statement that made it.
private struct SchemaObject: Hashable {
    let name: String
    let sql: String?
}
