package import CampusCard
import CentralStore
package import Foundation
import GRDB
import Simulator

/// The files by which an auditor judges a world: each kiosk's journal and truth, and the store.
package struct WorldRecords {
    /// One kiosk's files.
    package struct Kiosk {
        package let id: KioskID
        package let journal: URL
        package let truth: URL
    }

    package let store: URL
    package let kiosks: [Kiosk]
}

extension World {
    /// Writes all records of the world into a folder, which is made.
    package func write(to folder: URL) throws -> WorldRecords {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = folder.appending(path: "store.sqlite")
        let file = try DatabaseQueue(path: store.path())
        try campus.database.queue.backup(to: file)
        try file.close()
        return WorldRecords(
            store: store, kiosks: try campus.sites.map { try write($0, to: folder) })
    }

    private func write(_ site: KioskSite, to folder: URL) throws -> WorldRecords.Kiosk {
        let files = WorldRecords.Kiosk(
            id: site.id, journal: folder.appending(path: "\(site.id).journal.sqlite"),
            truth: folder.appending(path: "\(site.id).truth.jsonl"))
        try site.disk.copy(to: files.journal.path())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        for entry in site.truth.all {
            lines += try encoder.encode(entry)
            lines.append(UInt8(ascii: "\n"))
        }
        try lines.write(to: files.truth)
        return files
    }
}
