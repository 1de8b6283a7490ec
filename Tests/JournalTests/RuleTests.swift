import CampusCard
import GRDB
import KioskCore
import KioskPorts
import Testing

@testable import Journal

/// Goal: a mistake above the journal never becomes a row. Method: for each rule, a row that would
/// break it after rows that are fine, and the sentence that refuses it.
@Suite struct RuleTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let rule: String
        let fine: [JournalEntry]
        let wrong: JournalEntry

        var testDescription: String { rule }
    }

    private static let begun: [JournalEntry] = [.caseBegun(Fixed.caseID, .replaceLostCard)]
    private static let identified: [JournalEntry] =
        begun + JournalEntry.fed(1) + [.cardIdentified(Fixed.card(1), Fixed.uid)]
    private static let bound: [JournalEntry] =
        identified + [.cardBound(Fixed.card(1), Fixed.uid, Fixed.caseID, IssueNumber(1))]

    static let refusals: [Refused] = movements + cases + cards + texts

    private static let movements: [Refused] = [
        Refused(
            rule: "K7: the movement before has no outcome yet",
            fine: [.intends(1, .feed, in: nil)], wrong: .intends(2, .feed, in: nil)),
        Refused(
            rule: "K7: a movement takes a new number",
            fine: JournalEntry.fed(5, in: nil), wrong: .intends(5, .feed, in: nil)),
        Refused(
            rule: "K7: a movement takes a new number",
            fine: JournalEntry.fed(5, in: nil), wrong: .intends(4, .retain, card: 5, in: nil)),
        Refused(
            rule: "K7: an outcome needs its open intent", fine: [], wrong: .ends(1, .done)),
        Refused(
            rule: "K7: an outcome needs its open intent",
            fine: JournalEntry.fed(1, in: nil), wrong: .ends(1, .unknown)),
        Refused(
            rule: "K2: no card is presented before its commit", fine: bound,
            wrong: .intends(2, .present, card: 1)),
        Refused(
            rule: "the body of a row fits its kind", fine: begun, wrong: .intends(1, .feed, card: 1)
        ),
        Refused(
            rule: "the body of a row fits its kind", fine: [], wrong: .intends(1, .present, in: nil)
        ),
        Refused(
            rule: "the body of a row fits its kind", fine: [], wrong: .intends(0, .feed, in: nil)),
    ]

    private static let cases: [Refused] = [
        Refused(
            rule: "the case before has not ended", fine: begun,
            wrong: .caseBegun(Fixed.otherCase, .reportLoss)),
        Refused(
            rule: "UNIQUE constraint failed: journalRow.caseID",
            fine: begun + [.caseEnded(Fixed.caseID, ending: "leftEarly")],
            wrong: .caseBegun(Fixed.caseID, .reportLoss)),
        Refused(
            rule: "UNIQUE constraint failed: journalRow.caseID",
            fine: begun + [.caseEnded(Fixed.caseID, ending: "leftEarly")],
            wrong: .caseEnded(Fixed.caseID, ending: "leftEarly")),
        Refused(
            rule: "a row names a case that never began", fine: [],
            wrong: .caseEnded(Fixed.caseID, ending: "leftEarly")),
        Refused(
            rule: "a row names a case that never began", fine: [], wrong: .intends(1, .feed)),
        Refused(rule: "a call ended that was not sent", fine: begun, wrong: .answered(.open)),
        Refused(
            rule: "a call ended that was not sent", fine: begun + [.sent(.open)],
            wrong: .answered(.open, .done, 2)),
        Refused(rule: "the body of a row fits its kind", fine: begun, wrong: .sent(.open, 0)),
    ]

    private static let cards: [Refused] = [
        Refused(
            rule: "K8: a card has one UID", fine: identified,
            wrong: .cardIdentified(Fixed.card(1), Fixed.otherUID)),
        Refused(
            rule: "a card is bound only after its UID was read", fine: identified,
            wrong: .cardBound(Fixed.card(1), Fixed.otherUID, Fixed.caseID, IssueNumber(1))),
        Refused(
            rule: "a card is bound only after its UID was read", fine: begun + JournalEntry.fed(1),
            wrong: .cardBound(Fixed.card(1), Fixed.uid, Fixed.caseID, IssueNumber(1))),
        Refused(
            rule: "K8: this UID was another card before",
            fine: bound + JournalEntry.fed(2) + [.cardIdentified(Fixed.card(2), Fixed.uid)],
            wrong: .cardBound(Fixed.card(2), Fixed.uid, Fixed.caseID, IssueNumber(2))),
        Refused(
            rule: "K8: an identity is written only on a bound card", fine: identified,
            wrong: .identityMayBeWritten(Fixed.card(1), Fixed.caseID)),
        Refused(
            rule: "CHECK constraint failed", fine: [],
            wrong: .unitCounted(.bin, found: -1, by: "technician-7")),
    ]

    private static let texts: [Refused] = [
        Refused(
            rule: "K14: the free text of a row", fine: begun,
            wrong: .caseEnded(Fixed.caseID, ending: "student 2021012345")),
        Refused(
            rule: "K14: the free text of a row", fine: [],
            wrong: .unitCounted(.bin, found: 0, by: "PIN 482913")),
        Refused(
            rule: "K14: the free text of a row", fine: begun,
            wrong: .checkpoint(
                Fixed.card(1), Fixed.caseID, step: String(repeating: "a", count: 121))),
    ]

    @Test("A row that breaks a rule is refused with the rule's sentence", arguments: refusals)
    func refused(_ refused: Refused) throws {
        let folder = try JournalFolder()
        let journal = try folder.open()
        for entry in refused.fine { try journal.append([entry], at: .test) }
        let fault = #expect(throws: JournalFault.self) {
            try journal.append([refused.wrong], at: .test)
        }
        #expect(fault?.detail.contains(refused.rule) == true, "\(fault?.detail ?? "accepted")")
        #expect(try JournalReader(path: folder.path).verify() == [])
    }

    @Test("Rows, epoch and acknowledgements are neither changed nor deleted")
    func appendOnly() throws {
        let journal = try JournalFolder().open()
        try journal.append(EveryEntry.list, at: .test)
        try journal.acknowledge(next: EventSequence(2), at: .test)
        for table in ["journalRow", "journalHead", "acknowledgement"] {
            for statement in ["DELETE FROM \(table)", "UPDATE \(table) SET rowid = rowid"] {
                #expect(throws: (any Error).self) {
                    try journal.queue.write { try $0.execute(sql: statement) }
                }
            }
        }
    }

    @Test("A UID that was another card is withheld until a technician recycles it")
    func recycled() throws {
        let journal = try JournalFolder().open()
        try journal.append(Self.bound, at: .test)
        #expect(try !journal.isWithheld(Fixed.uid, from: Fixed.card(1)))
        #expect(try journal.isWithheld(Fixed.uid, from: Fixed.card(2)))
        #expect(try !journal.isWithheld(Fixed.otherUID, from: Fixed.card(2)))
        try journal.append([.cardRecycled(Fixed.uid, by: "technician-7")], at: .test)
        #expect(try !journal.isWithheld(Fixed.uid, from: Fixed.card(2)))
        try journal.append(
            JournalEntry.fed(2) + [
                .cardIdentified(Fixed.card(2), Fixed.uid),
                .cardBound(Fixed.card(2), Fixed.uid, Fixed.caseID, IssueNumber(2)),
            ], at: .test)
        #expect(try journal.isWithheld(Fixed.uid, from: Fixed.card(3)))
    }
}
