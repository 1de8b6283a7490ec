package import CampusCard
import GRDB
package import KioskPorts
import Synchronization

/// What the rows say: movements, cards, stock, the interrupted case.
extension SQLiteJournal {
    package func nextMovement() throws(JournalFault) -> MovementID {
        try read("take the number of the next movement") { db in
            let last = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT max(coalesce((SELECT max(movement) FROM journalRow
                                WHERE kind = 'movementIntended'), 0),
                            coalesce((SELECT max(card) FROM journalRow
                                WHERE kind = 'custodyChanged'), 0))
                        """))
            return MovementID((last ?? 0) + 1)
        }
    }

    package func openMovement() throws(JournalFault) -> MovementID? {
        try read("look for an open movement") { db in
            try Int64.fetchOne(db, sql: "SELECT movement FROM openMovement").map(MovementID.init)
        }
    }

    package func isWithheld(_ uid: CardUID, from card: CardRef) throws(JournalFault) -> Bool {
        try read("look for the cards of a UID") { db in
            let seenBefore = try db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM journalRow seen
                        WHERE uid = :uid AND kind = 'cardIdentified' AND card <> :card
                        AND NOT EXISTS (SELECT 1 FROM journalRow again
                            WHERE again.uid = :uid AND again.kind = 'cardRecycled'
                                AND again.sequence > seen.sequence))
                    """)
            return try Bool.fetchOne(
                seenBefore, arguments: ["uid": uid.description, "card": card.fedBy.value]) ?? false
        }
    }

    package func stock() throws(JournalFault) -> StockSums {
        if let known = knownStock.withLock({ $0 }) { return known }
        let sums = try read("add up the stock") { try StockSums.read($0) }
        knownStock.withLock { $0 = sums }
        return sums
    }

    package func cardsAtLarge() throws(JournalFault) -> [CardAtLarge] {
        try read("list the cards at large") { try CardAtLarge.readAll($0) }
    }

    package func unfinishedCase() throws(JournalFault) -> UnfinishedCase? {
        try read("look for an unfinished case") { try CaseHistory.readUnfinished($0)?.unfinished }
    }

    package func lastWallMilliseconds() throws(JournalFault) -> Int64? {
        try read("read the time of the last row") { db in
            try Int64.fetchOne(
                db.cachedStatement(
                    sql: "SELECT wallMilliseconds FROM journalRow ORDER BY sequence DESC LIMIT 1"))
        }
    }

    private func read<Result>(
        _ operation: String, _ body: (Database) throws -> Result
    ) throws(JournalFault) -> Result {
        try JournalFault.naming(operation) { try look(body) }
    }
}
