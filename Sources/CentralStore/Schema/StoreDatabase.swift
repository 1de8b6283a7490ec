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
    /// - Parameter vfs: SQLite's file system; nil for the machine's own.
    package init(path: String, vfs: String? = nil) throws(StoreFailure) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        if vfs == nil, !FileManager.default.fileExists(atPath: path) {
            // SQLite gives its side files the mode of the database
            try OwnerOnlyFile.write("", to: path)
        }
        do {
            queue = try DatabaseQueue(
                path: Self.uri(path, vfs: vfs), configuration: configuration)
            try Self.makeDurable(queue)
            try Self.emptyLog(queue)
            try StoreMigrations.migrate(queue)
        } catch {
            throw StoreFailure("open the store's database \(path): \(error)")
        }
    }

    /// The name by which SQLite opens the file. `psow=0`: a disk may spoil a sector whose writing is cut short, also the
    /// part of it that was there before, so no commit shares a sector with the next one (SQLite, "Powersafe Overwrite").
    private static func uri(_ path: String, vfs: String?) -> String {
        // What has a meaning in a URI; everything else SQLite takes as it is.
        let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3f")
            .replacing("#", with: "%23")
        // A second slash would begin the name of a host.
        return "file:" + (path.hasPrefix("/") ? "//" : "") + escaped + "?psow=0"
            + (vfs.map { "&vfs=\($0)" } ?? "")
    }

    /// A database in memory, for simulations and tests.
    /// - Parameter backup: a file whose rows it begins with; nil for none.
    package init(inMemoryFrom backup: String?) throws(StoreFailure) {
        do {
            queue = try DatabaseQueue()
            if let backup {
                let file = try DatabaseQueue(path: backup)
                try file.backup(to: queue)
                try file.close()
            }
            try StoreMigrations.migrate(queue)
        } catch {
            throw StoreFailure("open the store's database in memory: \(error)")
        }
    }

    /// The write-ahead log and `synchronous = FULL`, both checked. GRDB's own `journalMode = .wal` is not used: it sets
    /// NORMAL, and writes a table and drops it at every start, before the log is empty.
    private static func makeDurable(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let name = try String.fetchOne(
                db, sql: "SELECT file FROM pragma_database_list WHERE name = 'main'")
            guard name?.contains("?psow") == false else {
                throw StoreFailure("this SQLite takes the URI of the file for its name")
            }
            guard level == Self.synchronousFull, mode == "wal" else {
                throw StoreFailure("the file has no durable commits (journal mode and synchronous)")
            }
        }
    }

    /// Takes what the last run left in the log into the database, before anything is written: after a power cut the log may
    /// end in the middle of a sector, and the next commit would share it with the last one (see `uri`). Another process that
    /// has the database open and is in the way has done this itself.
    private static func emptyLog(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { db in
            do {
                try db.checkpoint(.truncate)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {}
        }
    }

    private static let synchronousFull = 2
}
