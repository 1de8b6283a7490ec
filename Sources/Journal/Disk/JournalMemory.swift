import GRDB
package import KioskPorts
import Synchronization

/// A place for a journal that needs no disk: SQLite in memory, for as long as this object lives. For
/// simulations, which write millions of rows and cut no power at the sectors of a disk.
///
/// A journal that is opened over it again goes on where the last one ended. It can be made to run
/// full as a disk does: SQLite then refuses to grow beyond the pages it has.
package final class JournalMemory: SpaceReserve {
    let queue: DatabaseQueue
    private let isFull = Mutex(false)

    /// SQLite's own limit of pages, which no simulation reaches.
    private static let pageLimit = 1_073_741_823
    /// What a full disk still has for the case under way, once the reserve is given back.
    private static let reservedPages = 2_000

    package init() throws(JournalFault) {
        queue = try JournalFault.naming("make a journal in memory") { try DatabaseQueue() }
    }

    /// From now on not another page is to be had, but for the reserve.
    package func runFull() throws(JournalFault) {
        isFull.withLock { $0 = true }
        try JournalFault.naming("fill the journal's memory") { try limit(to: 0) }
    }

    /// The room is back.
    package func makeRoom() throws(JournalFault) {
        isFull.withLock { $0 = false }
        try JournalFault.naming("free the journal's memory") {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA max_page_count = \(Self.pageLimit)")
            }
        }
    }

    /// Copies all that the journal holds into a new file, for readers of another process.
    package func copy(to path: String) throws(JournalFault) {
        try JournalFault.naming("copy the journal to \(path)") {
            let file = try DatabaseQueue(path: path)
            try queue.backup(to: file)
            try file.close()
        }
    }

    package func take() -> Bool { hasRoom }

    package func release() {
        // Without it the append that asked fails again, and says why.
        try? limit(to: Self.reservedPages)
    }

    package var hasRoom: Bool { !isFull.withLock { $0 } }

    private func limit(to free: Int) throws {
        try queue.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + free)")
        }
    }
}
