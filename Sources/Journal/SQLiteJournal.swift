package import CampusCard
import GRDB
package import KioskPorts
import Synchronization

/// The kiosk's journal in one SQLite file.
///
/// One writer for the whole run. Write-ahead log with `synchronous = FULL`: an append that returned
/// survives a power cut. The schema refuses what would break an invariant (K2, K7, K8, K12, K14),
/// so a fault of `append` is either the disk's or a mistake above; the file is unchanged after it.
package final class SQLiteJournal: KioskJournal {
    package let epoch: JournalEpoch
    let queue: DatabaseQueue
    let reserve: any SpaceReserve
    let troubles: TroubleCounter
    private let outlivesClosing: Bool
    /// The sums as of the last row, once they were asked for: to add them up costs a walk over all cards.
    let knownStock = Mutex<StockSums?>(nil)

    /// How long a reader of another process (a checkpoint waits for it) may hold the file.
    private static let busySeconds = 5.0

    /// Opens the journal, or makes it under `epochIfNew`, brings its schema up to date, and takes
    /// the disk reserve if the disk has it (`hasRoom` says so).
    /// - Throws: when the file cannot be opened or made durable, or newer software has changed it.
    /// - Parameter troubles: where it is counted what had to be dealt with.
    package convenience init(
        path: String, epochIfNew: JournalEpoch, troubles: TroubleCounter = TroubleCounter()
    ) throws(JournalFault) {
        try self.init(
            path: path, epochIfNew: epochIfNew, reserveBytes: DiskReserve.defaultBytes,
            troubles: troubles)
    }

    /// As above with a reserve of another size: a whole one is slow in tests.
    package convenience init(
        path: String, epochIfNew: JournalEpoch, reserveBytes: Int64,
        troubles: TroubleCounter = TroubleCounter()
    ) throws(JournalFault) {
        try self.init(
            file: JournalFile(path: path), epochIfNew: epochIfNew,
            reserve: DiskReserve(besideJournal: path, bytes: reserveBytes), troubles: troubles)
    }

    /// As above on any file system of SQLite's, with a reserve on the same disk.
    package init(
        file: JournalFile, epochIfNew: JournalEpoch, reserve: any SpaceReserve,
        troubles: TroubleCounter = TroubleCounter()
    ) throws(JournalFault) {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Self.busySeconds)
        (queue, epoch) = try JournalFault.naming("open the journal \(file.path)") {
            let queue = try DatabaseQueue(path: file.uri, configuration: configuration)
            try Self.makeDurable(queue)
            try Self.emptyLog(queue)
            try JournalMigrations.migrate(queue, epochIfNew: epochIfNew.text)
            return (queue, try queue.read(Self.readEpoch))
        }
        self.reserve = reserve
        self.troubles = troubles
        outlivesClosing = false
        _ = reserve.take()
    }

    /// Opens the journal that lies in memory, or makes it there under `epochIfNew`.
    package init(
        in memory: JournalMemory, epochIfNew: JournalEpoch,
        troubles: TroubleCounter = TroubleCounter()
    ) throws(JournalFault) {
        self.troubles = troubles
        queue = memory.queue
        reserve = memory
        outlivesClosing = true
        epoch = try JournalFault.naming("open a journal in memory") {
            try JournalMigrations.migrate(memory.queue, epochIfNew: epochIfNew.text)
            return try memory.queue.read(Self.readEpoch)
        }
    }

    /// Closes the file; any later call is a fault. For a run that ends before its process does. A journal
    /// in memory stays open for the next one.
    package func close() throws(JournalFault) {
        guard !outlivesClosing else { return }
        try JournalFault.naming("close the journal") { try queue.close() }
    }

    /// Reads on the one connection, between its writes. GRDB's `read` would forbid writing by a pragma
    /// before and after, and SQLite throws away every prepared statement at a pragma.
    func look<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.unsafeRead(body)
    }

    package func hasRoom() -> Bool {
        reserve.hasRoom
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
                throw JournalFault(
                    operation: "make the journal durable",
                    detail: "SQLite calls the file '\(name ?? "")': it may not read psow=0 in a URI"
                )
            }
            guard level == synchronousFull, mode == "wal" else {
                throw JournalFault(
                    operation: "make the journal durable",
                    detail: "journal_mode is \(mode ?? "unset"), synchronous \(level ?? -1),"
                        + " not wal and \(synchronousFull)")
            }
        }
    }

    /// Takes what the last run left in the log into the database, before anything is written.
    ///
    /// After a power cut the log may end in the middle of a sector: the frames that fill a commit's sector up were
    /// lost with the cut. The next commit would be written into the sector in which the last one ends, and a second power
    /// cut could spoil both. Another process that reads the journal at this moment is in the way; that is a fault.
    private static func emptyLog(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { db in
            // One that ends well leaves no frame (SQLite, wal_checkpoint_v2).
            _ = try db.checkpoint(.truncate)
        }
    }

    /// `PRAGMA synchronous` as a number (SQLite: 2 is FULL).
    static let synchronousFull = 2

    static func readEpoch(_ db: Database) throws -> JournalEpoch {
        let text = try String.fetchOne(db, sql: "SELECT epoch FROM journalHead")
        guard let epoch = text.flatMap(JournalEpoch.parse) else {
            throw RowFormatFault("the file names no epoch")
        }
        return epoch
    }
}

extension JournalFault {
    /// Runs database work; whatever it throws becomes a fault that says what was being done. The
    /// values that a statement carried stay out of the text.
    static func naming<Result>(
        _ operation: @autoclosure () -> String, _ body: () throws -> Result
    ) throws(JournalFault) -> Result {
        do {
            return try body()
        } catch let fault as JournalFault {
            throw fault
        } catch let error as DatabaseError {
            throw JournalFault(
                operation: operation(),
                detail: "SQLite error \(error.extendedResultCode.rawValue):"
                    + " \(error.message ?? "without a message")")
        } catch {
            throw JournalFault(operation: operation(), detail: "\(error)")
        }
    }
}
