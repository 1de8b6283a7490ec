import CampusCard
import GRDB
import KioskPorts

/// The sums of K6 kept up row by row: what one card adds to them is looked up before and after a row about it, so that no
/// row costs a walk over all cards. The view `stockSum` stays what the sums mean.
struct StockKeeping {
    /// Nil: nobody has added up all cards yet.
    private(set) var sums: StockSums?
    private let db: Database

    init(_ sums: StockSums?, _ db: Database) {
        self.sums = sums
        self.db = db
    }

    /// Inserts a row and brings the sums up to it.
    mutating func follow(_ content: RowContent, _ insert: () throws -> Void) throws {
        guard let before = sums, content.kind.changesStock else { return try insert() }
        if let unit = content.body.unit, let found = content.body.found {
            try insert()
            sums = before.counted(unit, found: found)
        } else if let card = try card(of: content.body) {
            let share = try CardShare(of: card, db)
            try insert()
            sums = try before - share + CardShare(of: card, db)
        } else {
            try insert()
            sums = nil
        }
    }

    /// The card that a row is about: its own, that of its movement, or the one that its feed makes.
    private func card(of body: RowBody) throws -> Int64? {
        if let card = body.card { return card.fedBy.value }
        guard let movement = body.movement?.value else { return nil }
        let known = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT card FROM journalRow
                    WHERE movement = ? AND kind = 'movementIntended'
                    """), arguments: [movement])
        return known ?? movement
    }
}

/// What one card adds to the sums.
private struct CardShare {
    var remaining = 0
    var loaded = 0
    var inBin = 0
    /// Where a card that came from the hopper is; nil for any other.
    var custody: CustodyName?

    init(of card: Int64, _ db: Database) throws {
        let row = try Row.fetchOne(db.cachedStatement(sql: Self.sql), arguments: ["card": card])
        guard let row else { return }
        let since: Int64 = try row.decode(forColumn: "since")
        let fed: Int64? = try row.decode(forColumn: "fed")
        let hopper: Int64? = try row.decode(forColumn: "hopper")
        let bin: Int64? = try row.decode(forColumn: "bin")
        let name: String = try row.decode(forColumn: "custody")
        let custody = CustodyName(rawValue: name)
        if custody == .retained, since > bin ?? 0 { inBin = 1 }
        guard let fed else { return }
        self.custody = custody
        if fed > hopper ?? 0 { remaining = -1 } else { loaded = 1 }
    }

    /// Not from the view `cardCustody`: SQLite would make all of it to find one card in it.
    private static let sql = """
        SELECT custody, sequence AS since,
            (SELECT sequence FROM journalRow WHERE movement = :card AND kind = 'movementIntended'
                AND motion = 'feed') AS fed,
            (SELECT max(sequence) FROM journalRow WHERE kind = 'unitCounted' AND unit = 'hopper')
                AS hopper,
            (SELECT max(sequence) FROM journalRow WHERE kind = 'unitCounted' AND unit = 'bin')
                AS bin
        FROM custodyStep WHERE card = :card ORDER BY sequence DESC LIMIT 1
        """
}

extension StockSums {
    /// What a count makes of the sums: all cards that the hopper gave before it were loaded once.
    fileprivate func counted(_ unit: StockUnit, found: Int) -> StockSums {
        switch unit {
        case .hopper:
            StockSums(
                loaded: found + inPath + delivered + retained + writtenOff + unaccounted,
                remaining: found, inPath: inPath, delivered: delivered, retained: retained,
                writtenOff: writtenOff, unaccounted: unaccounted, inBin: inBin, hopperKnown: true)
        case .bin:
            StockSums(
                loaded: loaded, remaining: remaining, inPath: inPath, delivered: delivered,
                retained: retained, writtenOff: writtenOff, unaccounted: unaccounted, inBin: found,
                hopperKnown: hopperKnown)
        }
    }

    fileprivate static func + (sums: StockSums, share: CardShare) -> StockSums {
        sums.adding(share, times: 1)
    }

    fileprivate static func - (sums: StockSums, share: CardShare) -> StockSums {
        sums.adding(share, times: -1)
    }

    private func adding(_ share: CardShare, times: Int) -> StockSums {
        func part(_ names: CustodyName...) -> Int {
            share.custody.map(names.contains) == true ? times : 0
        }
        return StockSums(
            loaded: loaded + times * share.loaded, remaining: remaining + times * share.remaining,
            inPath: inPath + part(.path, .exit), delivered: delivered + part(.delivered),
            retained: retained + part(.retained), writtenOff: writtenOff + part(.writtenOff),
            unaccounted: unaccounted + part(.unaccounted),
            inBin: inBin + times * share.inBin, hopperKnown: hopperKnown)
    }
}
