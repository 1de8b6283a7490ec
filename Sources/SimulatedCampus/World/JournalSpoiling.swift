import CampusFaults
import Foundation
import GRDB
import Journal
import KioskPorts

/// A failing disk spoils a copy of a kiosk's journal; whoever verifies the copy must find the row. No kiosk can do more
/// about it, so it befalls copies at the end of a world.
struct JournalSpoiling {
    let kind: FaultKind
    let number: Int
    var draws: Draws

    /// The most rows that are torn off.
    private static let tornRows = 5
    /// Bits that turn ASCII into ASCII.
    private static let textBits = 0...5

    /// - Returns: what a reader finds, and whether that names what was spoiled.
    mutating func strike(_ site: KioskSite, in folder: URL) throws -> (
        findings: [JournalFinding], isFound: Bool
    ) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "spoiled.sqlite").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try site.disk.copy(to: path)
        let rows = Int(try site.disk.reader().ledger().rows)
        let expected = try spoil(path, rows)
        let findings = try JournalReader(path: path).verify()
        return (findings, findings.contains(expected))
    }

    /// - Returns: what is to be found.
    private mutating func spoil(_ path: String, _ rows: Int) throws -> JournalFinding {
        var configuration = Configuration()
        // The copy is read once and thrown away.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        let file = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? file.close() }
        let (row, bit, torn) = (
            draws.int(1...rows), draws.int(Self.textBits), draws.int(1...Self.tornRows)
        )
        let tears = kind == .journalTornTail
        try file.write { db in
            // What a disk does asks no rule of the schema.
            let rules = try Row.fetchAll(
                db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for rule in rules { try db.execute(sql: "DROP TRIGGER \(rule["name"] as String)") }
            try tears
                ? db.execute(
                    sql: "DELETE FROM journalRow WHERE sequence > ?", arguments: [rows - torn])
                : Self.flip(bit, of: row, db)
            for rule in rules { try db.execute(sql: rule["sql"] as String) }
        }
        return tears
            ? JournalFinding(row: nil, kind: .tornTail(last: Int64(rows)))
            : JournalFinding(row: Int64(row), kind: .edited)
    }

    /// One bit of the name of the boot that wrote the row.
    private static func flip(_ bit: Int, of row: Int, _ db: Database) throws {
        let name =
            try String.fetchOne(
                db, sql: "SELECT bootID FROM journalRow WHERE sequence = ?", arguments: [row]) ?? ""
        var bytes = Array(name.utf8)
        if let last = bytes.indices.last { bytes[last] ^= 1 << UInt8(bit) }
        try db.execute(
            sql: "UPDATE journalRow SET bootID = ? WHERE sequence = ?",
            arguments: [String(decoding: bytes, as: UTF8.self), row])
    }
}

extension World {
    /// Spoils copies of journals as often as it was drawn.
    func checkSpoiledJournals() throws {
        for var spoiling in spoilings {
            let site = campus.sites[spoiling.number]
            let (findings, isFound) = try spoiling.strike(site, in: campus.folder)
            check(
                .k12, isFound, at: spoiling.number,
                "\(spoiling.kind.name) of a copy is not found, but \(findings)")
            injector.struck(spoiling.kind)
            for finding in findings { site.troubles.count(finding.trouble) }
        }
    }
}
