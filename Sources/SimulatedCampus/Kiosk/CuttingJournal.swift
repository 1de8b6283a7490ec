package import CampusCard
package import KioskPorts
import Synchronization

/// A journal whose kiosk loses its power at a chosen append: right after it, when its rows are on the disk and nothing
/// after them happens, or right before it, when all that lies between two appends is done and not written down. With no
/// choice made it is the journal itself.
package final class CuttingJournal: KioskJournal {
    private let journal: any KioskJournal
    private let appendsLeft: Mutex<Int?>
    private let appends = Mutex(0)
    private let keepsLast: Bool
    /// What the disk says of the next append, if it does not take it.
    private let nextFault = Mutex<String?>(nil)
    private let heard: @Sendable ([JournalEntry]) -> Void

    /// - Parameter cutAfter: the number of the append that is the last, from 1; nil for none.
    /// - Parameter keepsLast: whether the rows of that append are on the disk.
    /// - Parameter heard: is told of all rows that the journal has taken.
    package init(
        _ journal: any KioskJournal, cutAfter: Int?, keepsLast: Bool = true,
        heard: @escaping @Sendable ([JournalEntry]) -> Void = { _ in }
    ) {
        self.journal = journal
        self.heard = heard
        self.keepsLast = keepsLast
        appendsLeft = Mutex(cutAfter)
    }

    /// The next append fails, and the disk has nothing of it.
    func failNext(_ detail: String) { nextFault.withLock { $0 = detail } }

    /// Appends so far.
    package var appendCount: Int { appends.withLock { $0 } }
    /// The power is out.
    package var isCut: Bool { appendsLeft.withLock { $0 == 0 } }
    package var epoch: JournalEpoch { journal.epoch }

    /// Power fails now, whatever the kiosk is doing.
    package func cut() { appendsLeft.withLock { $0 = 0 } }

    @discardableResult
    package func append(
        _ entries: [JournalEntry], at stamp: JournalStamp
    ) throws(JournalFault) -> Int64 {
        try requirePower()
        let fault = nextFault.withLock { fault in
            defer { fault = nil }
            return fault
        }
        if let fault { throw JournalFault(operation: "append to the journal", detail: fault) }
        let isLast = appendsLeft.withLock { left in
            left = left.map { $0 - 1 }
            return left == 0
        }
        if isLast, !keepsLast { throw Self.powerCut }
        let sequence = try journal.append(entries, at: stamp)
        heard(entries)
        appends.withLock { $0 += 1 }
        if isLast { throw Self.powerCut }
        return sequence
    }

    package func nextMovement() throws(JournalFault) -> MovementID {
        try requirePower()
        return try journal.nextMovement()
    }

    package func openMovement() throws(JournalFault) -> MovementID? {
        try requirePower()
        return try journal.openMovement()
    }

    package func isWithheld(
        _ uid: CardUID, from card: CardRef
    ) throws(JournalFault) -> Bool {
        try requirePower()
        return try journal.isWithheld(uid, from: card)
    }

    package func outbox(limit: Int) throws(JournalFault) -> [KioskEvent] {
        try requirePower()
        return try journal.outbox(limit: limit)
    }

    package func acknowledge(
        next: EventSequence, at stamp: JournalStamp
    ) throws(JournalFault) {
        try requirePower()
        try journal.acknowledge(next: next, at: stamp)
    }

    package func storeCursor() throws(JournalFault) -> StoreCursor {
        try requirePower()
        return try journal.storeCursor()
    }

    package func beginStoreLife(
        _ epoch: StoreEpoch, next: EventSequence, at stamp: JournalStamp
    ) throws(JournalFault) {
        try requirePower()
        try journal.beginStoreLife(epoch, next: next, at: stamp)
    }

    package func stock() throws(JournalFault) -> StockSums {
        try requirePower()
        return try journal.stock()
    }

    package func cardsAtLarge() throws(JournalFault) -> [CardAtLarge] {
        try requirePower()
        return try journal.cardsAtLarge()
    }

    package func unfinishedCase() throws(JournalFault) -> UnfinishedCase? {
        try requirePower()
        return try journal.unfinishedCase()
    }

    package func lastWallMilliseconds() throws(JournalFault) -> Int64? {
        try requirePower()
        return try journal.lastWallMilliseconds()
    }

    package func hasRoom() -> Bool { !isCut && journal.hasRoom() }

    private static let powerCut = JournalFault(
        operation: "append to the journal", detail: "the power was cut")

    private func requirePower() throws(JournalFault) {
        if isCut { throw Self.powerCut }
    }
}
