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

    private static func life(_ name: String) -> StoreEpoch { StoreEpoch(validated: name) }

    @Test("The cursor goes back for a new life of the store, and grows again in it")
    func newLife() throws {
        let folder = try JournalFolder()
        try folder.fill((1...5).map(Self.fact))
        let journal = try folder.open()
        try journal.acknowledge(next: EventSequence(6), at: .test)
        // first heard of: nothing goes back beyond what that store wants
        try journal.beginStoreLife(Self.life("a"), next: EventSequence(6), at: .test)
        #expect(try journal.outbox(limit: 10).isEmpty)
        try journal.beginStoreLife(Self.life("b"), next: EventSequence(2), at: .test)
        #expect(try journal.outbox(limit: 10).map(\.sequence.value) == [2, 3, 4, 5])
        #expect(
            try journal.storeCursor()
                == StoreCursor(
                    storeEpoch: Self.life("b"), nextWanted: EventSequence(2),
                    nextEvent: EventSequence(6)))
        for (next, left) in [(1, 4), (2, 4), (4, 2), (3, 2), (6, 0)] {
            try journal.acknowledge(next: EventSequence(Int64(next)), at: .test)
            #expect(try journal.outbox(limit: 10).count == left, "after \(next)")
        }
        try journal.close()
        #expect(try folder.open().storeCursor().nextWanted == EventSequence(6))
    }

    @Test("A life that is known already moves no cursor, and a new one skips no event")
    func sameLife() throws {
        let journal = try JournalFolder().open()
        try journal.append((1...3).map(Self.fact), at: .test)
        try journal.beginStoreLife(Self.life("a"), next: EventSequence(4), at: .test)
        #expect(try journal.storeCursor().nextWanted == EventSequence(1))
        try journal.acknowledge(next: EventSequence(3), at: .test)
        #expect(throws: JournalFault.self) {
            try journal.beginStoreLife(Self.life("a"), next: EventSequence(1), at: .test)
        }
        #expect(try journal.storeCursor().nextWanted == EventSequence(3))
        // back to a life before: an older file of the store was put back
        try journal.beginStoreLife(Self.life("b"), next: EventSequence(2), at: .test)
        try journal.beginStoreLife(Self.life("a"), next: EventSequence(1), at: .test)
        #expect(try journal.outbox(limit: 10).count == 3)
    }
}
