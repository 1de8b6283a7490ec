import GRDB
import CampusCard
import KioskPorts

/// The tables that move the cursor of the outbox. Each is a chain of its own, numbered from 1; the epoch of the journal is
/// part of every hash, so a line of another journal does not fit.
enum CursorChain: String, CaseIterable {
    case acknowledgement, storeLife

    /// What the hash covers after the epoch, in this order.
    private var columns: [String] {
        let stamp = ["bootID", "wallMilliseconds", "monotonicMilliseconds"]
        return switch self {
        case .acknowledgement: ["number", "nextEvent"] + stamp
        case .storeLife: ["number", "storeEpoch", "nextEvent", "acknowledgedBefore"] + stamp
        }
    }

    /// A line by its number and what is hashed of it.
    struct Content {
        let number: Int64
        let columns: [String]
    }

    /// All lines in the order of their numbers, each with its link.
    func links(
        epoch: String, _ db: Database
    ) throws -> [(content: Content, link: ChainLink)] {
        // Named one by one: in a spoiled file a column can be missing, which is SQLite's error then.
        let names = (columns + ["previousHash", "hash"]).joined(separator: ", ")
        let lines = try Row.fetchAll(db, sql: "SELECT \(names) FROM \(rawValue) ORDER BY number")
        return try lines.map { row in
            let content = Content(
                number: try row.decode(forColumn: "number"),
                columns: [epoch] + columns.map { Self.text(row[$0]) })
            let before: String = try row.decode(forColumn: "previousHash")
            let link = ChainLink(
                number: content.number, previousHash: before,
                hash: try row.decode(forColumn: "hash"),
                computedHash: ChainHash.of(content.columns, after: before))
            return (content, link)
        }
    }

    /// Adds a line at the end. `values` are those of the columns between the number and the stamp.
    func append(
        _ values: [any DatabaseValueConvertible], epoch: JournalEpoch, at stamp: JournalStamp,
        _ db: Database
    ) throws {
        let last = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT number, hash FROM \(rawValue) ORDER BY number DESC LIMIT 1"))
        let number: Int64 = try last?.decode(forColumn: "number") ?? 0
        let before: String = try last?.decode(forColumn: "hash") ?? StoredRow.noHash
        let all: [any DatabaseValueConvertible] =
            [number + 1] + values + [
                stamp.bootID.text, stamp.wallMilliseconds, stamp.monotonicMilliseconds,
            ]
        let hash = ChainHash.of(
            [epoch.text] + all.map { Self.text($0.databaseValue) }, after: before)
        let names = columns + ["previousHash", "hash"]
        let places = names.map { _ in "?" }.joined(separator: ",")
        try db.cachedStatement(
            sql: "INSERT INTO \(rawValue) (\(names.joined(separator: ", "))) VALUES (\(places))"
        ).execute(arguments: StatementArguments(all + [before, hash]))
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: ""
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .blob(let bytes): Array(bytes).hex
        }
    }
}
