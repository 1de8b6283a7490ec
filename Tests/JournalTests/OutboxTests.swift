import CampusCard
import KioskPorts
import Testing

@testable import Journal

/// Goal: every fact reaches the store once in effect, in order, without gaps (K12).
@Suite struct OutboxTests {
    private static func fact(_ card: Int64) -> JournalEntry {
        .fact(.stock(.fed(card: Fixed.card(card))))
    }

    @Test("Facts, and only facts, are numbered from 1 without gaps, across starts")
    func numbered() throws {
        let folder = try JournalFolder()
        try folder.fill([
            .started(software: "1"), Self.fact(1), .started(software: "1"), Self.fact(2),
        ])
        let journal = try folder.open()
        try journal.append([Self.fact(3)], at: .at(7))
        let events = try journal.outbox(limit: 10)
        #expect(events.map(\.sequence.value) == [1, 2, 3])
        #expect(events.last?.fact == .stock(.fed(card: Fixed.card(3))))
        #expect(events.last?.atMilliseconds == JournalStamp.at(7).wallMilliseconds)
        #expect(try journal.outbox(limit: 2).map(\.sequence.value) == [1, 2])
    }

    @Test("What is acknowledged is not sent again; an overtaken answer changes nothing")
    func acknowledged() throws {
        let folder = try JournalFolder()
        try folder.fill((1...4).map(Self.fact))
        let journal = try folder.open()
        for (next, left) in [(1, 4), (3, 2), (3, 2), (2, 2), (1, 2), (5, 0), (4, 0)] {
            try journal.acknowledge(next: EventSequence(Int64(next)), at: .test)
            #expect(try journal.outbox(limit: 10).count == left, "after \(next)")
        }
        try journal.close()
        #expect(try folder.open().outbox(limit: 10).isEmpty)
    }

    @Test("An acknowledgement of events that do not exist is refused")
    func acknowledgedTooMuch() throws {
        let journal = try JournalFolder().open()
        try journal.append([Self.fact(1)], at: .test)
        #expect(throws: JournalFault.self) {
            try journal.acknowledge(next: EventSequence(3), at: .test)
        }
        #expect(try journal.outbox(limit: 1).count == 1)
    }
}
