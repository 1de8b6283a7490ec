import CampusCard
import CentralStore
import Foundation
import GRDB
import Testing

@Suite("What the schema refuses, whatever the rules say")
struct SchemaTests {
    /// A committed case of one student, and what must fail on it.
    @Test(
        "The invariants are guarded in the database",
        arguments: [
            (
                "K1 K2: a second usable card",
                """
                INSERT INTO card (campus, card_number, issue_number, account, uid, life, good_as_of,
                    bound_at) VALUES ('main', 1001, 9, 'a1', 'FF000000', 'active', 0, 0)
                """
            ),
            (
                "K2: a blank made usable beside a live card",
                "UPDATE card SET life = 'active' WHERE life = 'issuing'"
            ),
            (
                "a cancelled card back in life",
                "UPDATE card SET life = 'active' WHERE life = 'cancelled'"
            ),
            (
                "K4: a capture without evidence",
                """
                INSERT INTO transfer
                VALUES ('main', 't', 0, 'capture', 'held:a1', 'fees', 2000, 'c-1', 'end')
                """
            ),
            (
                "K5: a second hold",
                """
                INSERT INTO transfer
                VALUES ('main', 't', 0, 'hold', 'cash:a1', 'held:a1', 2000, 'c-1', 'hold')
                """
            ),
            (
                "K5: a second end",
                """
                INSERT INTO transfer VALUES ('main', 't', 0, 'release', 'held:a2', 'cash:a2', 2000,
                    'c-2', 'end')
                """
            ),
            (
                "an overdrawn account",
                """
                INSERT INTO transfer
                VALUES ('main', 't', 0, 'load', 'cash:a1', 'topUp', 99999999, NULL, NULL)
                """
            ),
            ("a changed ledger", "UPDATE transfer SET fen = 1"),
            ("a shortened ledger", "DELETE FROM transfer"),
            (
                "K8: a UID twice",
                """
                INSERT INTO card (campus, card_number, issue_number, account, uid, life, good_as_of,
                    bound_at) SELECT campus, 1002, 9, 'a2', uid, 'issuing', 0, 0 FROM card LIMIT 1
                """
            ),
            (
                "a tombstone that opens",
                "UPDATE replacement_case SET stage = 'opened' WHERE case_id = 'c-2'"
            ),
            (
                "a committed case undone",
                "UPDATE replacement_case SET stage = 'abandoned' WHERE case_id = 'c-1'"
            ),
            (
                "a second live case",
                """
                INSERT INTO replacement_case (campus, case_id, kiosk, account, stage, fee, fence,
                    lease_until, opened_at, changed_at)
                VALUES ('main', 'c-9', 'K-01', 'a1', 'opened', 0, 9, 0, 0, 0)
                """
            ),
            ("a list entry taken back", "DELETE FROM stop_entry"),
            (
                "a list version that goes back",
                "INSERT INTO stop_entry VALUES ('main', 1, 1, 1, 'x', 0, NULL)"
            ),
            (
                "a card left out of the list without a release",
                "INSERT INTO stop_entry VALUES ('main', 99, 1, 1, 'spoiled', 0, 1)"
            ),
            ("an issue number that goes back", "UPDATE cardholder SET next_issue = 1"),
            ("K12: an event skipped", "UPDATE kiosk_cursor SET next_sequence = next_sequence + 2"),
            ("K12: an event dropped", "DELETE FROM kiosk_event"),
        ])
    func guarded(what: String, sql: String) throws {
        let rig = try StoreRig()
        _ = try RigCase(rig, "c-1").committed(blank: 100)
        let other = try RigCase(rig, "c-2", StoreRig.bo)
        _ = try other.bind(try other.open().fence, 101)
        _ = try other.void(101)
        let third = try RigCase(rig, "c-3", StoreRig.bo)
        _ = try third.bind(try third.open().fence, 102)
        _ = try rig.push([.stock(.counted(unit: .bin, found: 0))], from: 1)
        #expect(throws: DatabaseError.self, "\(what)") {
            try rig.database.queue.write { try $0.execute(sql: sql) }
        }
    }

    @Test("A store file is in WAL with full synchronisation, and opens again")
    func durable() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "store-\(UUID().uuidString).sqlite").path
        defer {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        for _ in 1...2 {
            let database = try StoreDatabase(path: path)
            let (mode, level) = try database.queue.read { db in
                (
                    try String.fetchOne(db, sql: "PRAGMA journal_mode"),
                    try Int.fetchOne(db, sql: "PRAGMA synchronous")
                )
            }
            #expect(mode == "wal" && level == 2)
        }
    }

    @Test("A file that is newer than this software is refused, not changed")
    func newer() throws {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "store-\(UUID().uuidString).sqlite").path
        defer {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        try StoreDatabase(path: path).queue.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 of the future')")
        }
        #expect(throws: StoreFailure.self) { try StoreDatabase(path: path) }
    }
}
