import Foundation
package import GRDB

/// The store's SQLite file, which only its owner may read: one writer, every commit on the disk
/// before it is answered.
package struct StoreDatabase: Sendable {
    /// The one connection; auditors read by it.
    package let queue: DatabaseQueue

    /// How long another process (an operator's command) may hold the file.
    private static let busySeconds = 5.0

    /// Opens or creates the file and brings its schema up to date.
    /// - Throws: `StoreFailure` when the file cannot be opened, is newer than this software, or is
    ///   not durable.
    package init(path: String) throws(StoreFailure) {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(Self.busySeconds)
        if !FileManager.default.fileExists(atPath: path) {
            // SQLite gives its side files the mode of the database
            try OwnerOnlyFile.write("", to: path)
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.makeDurable(queue)
            try StoreMigrations.migrate(queue)
        } catch {
            throw StoreFailure("open the store's database \(path): \(error)")
        }
    }

    /// A database in memory, for tests.
    package init(inMemoryNamed name: String) throws(StoreFailure) {
        do {
            queue = try DatabaseQueue(named: name)
            try StoreMigrations.migrate(queue)
        } catch {
            throw StoreFailure("open the store's database in memory: \(error)")
        }
    }

    /// GRDB sets `synchronous = NORMAL` after it has set the journal mode, so FULL must come later
    /// and be checked.
    private static func makeDurable(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard level == Self.synchronousFull, mode == "wal" else {
                throw StoreFailure("the file has no durable commits (journal mode and synchronous)")
            }
        }
    }

    private static let synchronousFull = 2
}
