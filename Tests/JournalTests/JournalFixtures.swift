import CampusCard
import Foundation
import GRDB
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// A folder with one journal in it, gone when the test is over.
final class JournalFolder {
    let url: URL
    var path: String { url.appending(path: "journal.sqlite").path }

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "journal-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Opens the journal with a small reserve.
    func open(reserveBytes: Int64 = 4096) throws -> SQLiteJournal {
        try SQLiteJournal(
            path: path, epochIfNew: JournalEpoch(validated: "epoch-1"), reserveBytes: reserveBytes)
    }

    /// Opens, appends the entries one by one, closes.
    func fill(_ entries: [JournalEntry]) throws {
        let journal = try open()
        for entry in entries { try journal.append([entry], at: .test) }
        try journal.close()
    }

    /// What a hand with an SQLite tool can do: statements without the rules.
    func tamper(_ statements: String) throws {
        let queue = try DatabaseQueue(path: path)
        let triggers = try queue.write { db in
            let triggers = try Row.fetchAll(
                db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for trigger in triggers {
                try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)")
            }
            try db.execute(sql: statements)
            return triggers
        }
        try queue.write { db in
            for trigger in triggers { try db.execute(sql: trigger["sql"] as String) }
        }
        try queue.close()
    }
}

extension JournalStamp {
    static let test = JournalStamp.at(0)

    /// A stamp some milliseconds after 2026-11-23T00:00:00Z.
    static func at(_ milliseconds: Int64) -> JournalStamp {
        JournalStamp(
            bootID: BootID(validated: "boot-1"), wallMilliseconds: 1_795_392_000_000 + milliseconds,
            monotonicMilliseconds: 5000 + milliseconds)
    }
}

/// Names for what the tests talk about.
enum Fixed {
    static let caseID = CaseID(validated: "019a0000-0000-7000-8000-000000000001")
    static let otherCase = CaseID(validated: "019a0000-0000-7000-8000-000000000002")
    static let uid = CardUID(validHex: "04A1B2C3D4E5F6")
    static let otherUID = CardUID(validHex: "04112233445566")

    static func card(_ movement: Int64) -> CardRef { CardRef(fedBy: MovementID(movement)) }
}

extension CardUID {
    /// A UID that the test spells out.
    init(validHex hex: String) {
        guard let uid = CardUID(hex: hex) else { preconditionFailure("\(hex) is no UID") }
        self = uid
    }
}

extension JournalEntry {
    static func intends(
        _ movement: Int64, _ kind: MovementKind, card: Int64? = nil, in id: CaseID? = Fixed.caseID,
        bin: Int? = nil
    ) -> JournalEntry {
        .movementIntended(
            MovementID(movement), kind, card: card.map(Fixed.card), caseID: id, binCount: bin)
    }

    static func ends(
        _ movement: Int64, _ outcome: MovementOutcome, path: CardPosition = .clear,
        bin: Int? = nil
    ) -> JournalEntry {
        .movementEnded(MovementID(movement), outcome, path: path, binCount: bin)
    }

    static func sent(_ call: StoreCallName, _ attempt: Int = 1) -> JournalEntry {
        .callSent(Fixed.caseID, call, attempt: attempt)
    }

    static func answered(
        _ call: StoreCallName, _ end: CallEnd = .done, _ attempt: Int = 1
    ) -> JournalEntry {
        .callEnded(Fixed.caseID, call, attempt: attempt, end)
    }

    static func fed(_ movement: Int64, in id: CaseID? = Fixed.caseID) -> [JournalEntry] {
        [.intends(movement, .feed, in: id), .ends(movement, .done, path: .atReadPosition)]
    }
}
