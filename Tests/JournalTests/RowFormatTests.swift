import CampusCard
import Foundation
import GRDB
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: every kind of row comes back as it was written, in this version and in every one that ever
/// shipped. Method: a list that is proven to hold every kind, and a committed file of the rows of
/// format 1.
@Suite struct RowFormatTests {
    @Test("The list holds every kind of row")
    func listIsComplete() {
        #expect(
            Set(EveryEntry.list.map { RowContent($0).kind }) == Set(RowKind.allCases))
    }

    @Test("Every entry is read as it was written")
    func roundTrip() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        var read: [JournalEntry?] = []
        try JournalReader(path: folder.path).forEachRow { read.append($0.entry) }
        #expect(read == EveryEntry.list)
    }

    @Test("The rows of a case include what became of its movements and cards")
    func rowsOfOneCase() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        var lines: [String] = []
        try JournalReader(path: folder.path).forEachRow(since: 10, of: Fixed.caseID) {
            lines.append($0.line)
        }
        #expect(lines.count == 22)
        #expect(lines.first == "10  2026-11-23 00:00:00Z  00000001  open sent to the store (1)")
        #expect(
            lines.contains(
                "13  2026-11-23 00:00:00Z            movement 1: done, path atReadPosition"))
        #expect(lines.contains("28  2026-11-23 00:00:00Z            card#1 is with its student"))
    }

    @Test("Every end of a call, refusal, reason, place and job has its name in the file")
    func enumerations() throws {
        let entries: [JournalEntry] =
            Refusal.allCases.map { .answered(.open, .refused($0)) }
            + StoreCallName.allCases.map { .sent($0) }
            + OutOfServiceReason.allCases.map { .reasonRaised($0) }
            + Job.allCases.map { .caseBegun(Fixed.caseID, $0) }
            + AbandonReason.allCases.map {
                .fact(.abandoned(caseID: Fixed.caseID, reason: $0, spoiled: []))
            }
            + CardPosition.allCases.map { .ends(1, .unknown, path: $0) }
            + [.custodyChanged(Fixed.card(1), .unaccounted(possible: CardPlace.allCases))]
        for entry in entries {
            let content = RowContent(entry)
            let stored = try RowContent(
                version: 1, kind: content.kind.rawValue, caseID: content.caseID?.text,
                body: content.body.json())
            #expect(try stored.entry() == entry)
        }
    }

    @Test("Rows of format 1 stay as they are, to the byte and to the hash")
    func goldenFile() throws {
        let folder = try JournalFolder()
        try folder.fill(EveryEntry.list)
        let file = try #require(
            Bundle.module.url(
                forResource: "format-1", withExtension: "jsonl", subdirectory: "Golden"))
        let golden = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let queue = try DatabaseQueue(path: folder.path)
        let rows = try queue.read { try StoredRow.fetchAll($0, sql: "SELECT * FROM journalRow") }
        #expect(rows.map(\.goldenLine) == golden)
    }

    @Test("A row of a later format, of an unknown kind, or without a value is named, not guessed")
    func unreadableRows() {
        let bad: [(Int, String, String?, String, String)] = [
            (2, "started", nil, "{}", "the row has format 2, this software reads format 1"),
            (1, "teleported", nil, "{}", "no kind of row is called 'teleported'"),
            (1, "started", nil, "{}", "the body has no "),
            (
                1, "caseBegun", nil, #"{"job":"replaceLostCard"}"#,
                "a row of kind caseBegun has no case"
            ),
            (
                1, "caseBegun", "no identifier!", #"{"job":"replaceLostCard"}"#,
                "the row's case is not an identifier"
            ),
            (1, "caseBegun", "c", #"{"job":"dance"}"#, "the body cannot be read as format 1: "),
            (1, "started", nil, "not JSON", "the body cannot be read as format 1: "),
            (
                1, "custodyChanged", nil, #"{"card":1,"custody":"unaccounted"}"#,
                "an unaccounted card has no list of possible places"
            ),
        ]
        for (version, kind, caseID, body, words) in bad {
            let fault = #expect(throws: RowFormatFault.self) {
                try RowContent(version: version, kind: kind, caseID: caseID, body: body).entry()
            }
            #expect(fault?.description.hasPrefix(words) == true, "\(fault?.description ?? words)")
        }
    }
}

extension StoredRow {
    /// One line of the golden file.
    var goldenLine: String {
        "{\"sequence\":\(sequence),\"version\":\(version),\"kind\":\"\(kind)\","
            + "\"caseID\":\(caseID.map { "\"\($0)\"" } ?? "null"),"
            + "\"eventSequence\":\(eventSequence.map { "\($0)" } ?? "null"),"
            + "\"body\":\(body),\"hash\":\"\(hash)\"}"
    }
}
