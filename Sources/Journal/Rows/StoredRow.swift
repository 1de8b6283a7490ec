import CampusCard
import GRDB
import KioskPorts

/// A row as it stands in the file, with its place in the chain. Nothing is assumed of its content:
/// a hand may have edited it.
struct StoredRow: Hashable, FetchableRecord {
    /// What the first row has for the hash of the one before it.
    static let noHash = String(repeating: "0", count: 64)

    var sequence: Int64
    var version: Int
    var epoch: String
    var bootID: String
    var wallMilliseconds: Int64
    var monotonicMilliseconds: Int64
    var kind: String
    var caseID: String?
    var eventSequence: Int64?
    var body: String
    var previousHash: String
    var hash = ""

    /// What the hash covers, after the hash of the row before: sequence, version, epoch, bootID, wallMilliseconds,
    /// monotonicMilliseconds, kind, caseID, eventSequence, body.
    func computedHash() -> String {
        ChainHash.of(
            [
                String(sequence), String(version), epoch, bootID, String(wallMilliseconds),
                String(monotonicMilliseconds), kind, caseID ?? "",
                eventSequence.map { String($0) } ?? "", body,
            ], after: previousHash)
    }

    /// The row with its hash filled in.
    func sealed() -> StoredRow {
        var row = self
        row.hash = computedHash()
        return row
    }
}

extension StoredRow {
    init(row: Row) throws {
        sequence = try row.decode(forColumn: "sequence")
        version = try row.decode(forColumn: "version")
        epoch = try row.decode(forColumn: "epoch")
        bootID = try row.decode(forColumn: "bootID")
        wallMilliseconds = try row.decode(forColumn: "wallMilliseconds")
        monotonicMilliseconds = try row.decode(forColumn: "monotonicMilliseconds")
        kind = try row.decode(forColumn: "kind")
        caseID = try row.decode(forColumn: "caseID")
        eventSequence = try row.decode(forColumn: "eventSequence")
        body = try row.decode(forColumn: "body")
        previousHash = try row.decode(forColumn: "previousHash")
        hash = try row.decode(forColumn: "hash")
    }

    /// The columns that are written; the others are computed from the body.
    static let columns = """
        sequence, version, epoch, bootID, wallMilliseconds, monotonicMilliseconds, kind, caseID,
        eventSequence, body, previousHash, hash
        """

    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO journalRow (\(Self.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
        ).execute(arguments: [
            sequence, version, epoch, bootID, wallMilliseconds, monotonicMilliseconds, kind, caseID,
            eventSequence, body, previousHash, hash,
        ])
    }

    /// The entry that the row stands for.
    func entry() throws(RowFormatFault) -> JournalEntry {
        try RowContent(version: version, kind: kind, caseID: caseID, body: body).entry()
    }
}
