import Foundation
import GRDB

/// Backups of the store's database, and what takes one back.
package enum StoreBackup {
    /// Writes the database as it is at one moment into one file that only its owner may read, while
    /// the store serves. The file has its name only after its bytes are on the disk and sound.
    package static func write(
        _ database: StoreDatabase, to path: String
    ) throws(StoreFailure) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreFailure("write the backup \(path): it exists and is not overwritten")
        }
        let fresh = path + ".new"
        try OwnerOnlyFile.write("", to: fresh)
        do {
            try copy(database.queue, to: fresh)
            try rename(fresh, to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: fresh)
            throw StoreFailure("write the backup \(path): \(error)")
        }
    }

    /// Puts a copy of a backup at `path`, as a database that was not opened yet.
    /// - Throws: when the backup is missing, damaged, or no store of this campus.
    package static func unpack(
        _ backup: String, of campus: CampusID, to path: String
    ) throws(StoreFailure) {
        guard FileManager.default.isReadableFile(atPath: backup) else {
            throw StoreFailure("read the backup \(backup): it is missing or not readable")
        }
        try OwnerOnlyFile.write("", to: path)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let source = try DatabaseQueue(path: backup, configuration: configuration)
            try source.read { try requireStore($0, of: campus) }
            try copy(source, to: path)
            try source.close()
        } catch let failure as StoreFailure {
            throw StoreFailure("read the backup \(backup): \(failure)")
        } catch {
            throw StoreFailure("read the backup \(backup): it is no sound database: \(error)")
        }
    }

    private static func requireStore(_ db: Database, of campus: CampusID) throws {
        guard try db.tableExists("cardholder"), try db.tableExists("kiosk_event") else {
            throw StoreFailure("it is no database of a central store")
        }
        let others = try String.fetchAll(
            db, sql: "SELECT DISTINCT campus FROM kiosk WHERE campus <> ?",
            arguments: [campus.text])
        guard others.isEmpty else {
            throw StoreFailure(
                "it is of campus \(others.joined(separator: ", ")), this store of \(campus)")
        }
    }

    /// One file, whole and on the disk.
    private static func copy(_ source: DatabaseQueue, to path: String) throws {
        let target = try DatabaseQueue(path: path)
        try source.backup(to: target)
        let verdict = try target.writeWithoutTransaction { db in
            // The copy has the mode of its source, whose log would be a second file.
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
            return try String.fetchOne(db, sql: "PRAGMA integrity_check")
        }
        try target.close()
        guard verdict == "ok" else { throw StoreFailure(verdict ?? "the check said nothing") }
        try synchronize(path)
    }

    /// Gives a file its name for good.
    package static func rename(_ fresh: String, to path: String) throws(StoreFailure) {
        guard Foundation.rename(fresh, path) == 0 else {
            throw StoreFailure("rename \(fresh) to \(path): \(String(cString: strerror(errno)))")
        }
        try synchronize(URL(filePath: path).deletingLastPathComponent().path)
    }

    private static func synchronize(_ path: String) throws(StoreFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFailure("open \(path) to bring it to the disk") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreFailure("bring \(path) to the disk") }
    }
}
