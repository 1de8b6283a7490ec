import CentralStore
import GRDB
import Journal
import Simulator

extension World {
    /// A number over all that the world has left: every row of the journals and of the store, and everything that
    /// happened to cards. Equal worlds have equal digests.
    package func digest() throws -> UInt64 {
        var digest = Digest()
        for site in campus.sites {
            try site.disk.reader().forEachRow { digest.take($0.jsonLine) }
            for entry in site.truth.all { digest.take("\(entry)") }
        }
        try campus.database.queue.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            for table in tables {
                let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY rowid")
                while let row = try rows.next() { digest.take(row.description) }
            }
        }
        return digest.value
    }
}

/// FNV-1a over text, 64 bits: to tell runs apart, not to resist anybody.
struct Digest {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func take(_ text: String) {
        for byte in text.utf8 {
            value ^= UInt64(byte)
            value = value &* 0x0000_0100_0000_01B3
        }
    }
}
