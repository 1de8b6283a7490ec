import CampusCard
import GRDB
import KioskPorts

extension StockSums {
    /// The sums of K6 over all rows.
    static func read(_ db: Database) throws -> StockSums {
        guard let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM stockSum")) else {
            throw RowFormatFault("the sums have no row")
        }
        return StockSums(
            loaded: try row.decode(forColumn: "loaded"),
            remaining: try row.decode(forColumn: "remaining"),
            inPath: try row.decode(forColumn: "inPath"),
            delivered: try row.decode(forColumn: "delivered"),
            retained: try row.decode(forColumn: "retained"),
            writtenOff: try row.decode(forColumn: "writtenOff"),
            unaccounted: try row.decode(forColumn: "unaccounted"),
            inBin: try row.decode(forColumn: "inBin"),
            hopperKnown: try row.decode(forColumn: "hopperKnown"))
    }

    /// K6: what came in is somewhere.
    package var balances: Bool {
        loaded == remaining + inPath + delivered + retained + writtenOff + unaccounted
    }
}

extension CardAtLarge {
    /// Every card that the machine still answers for, oldest first.
    static func readAll(_ db: Database) throws -> [CardAtLarge] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT card, custody, possible, uid FROM cardCustody
                WHERE custody IN ('path', 'exit', 'unaccounted') ORDER BY card
                """
        ).map(CardAtLarge.init)
    }

    private init(_ row: Row) throws {
        let card: Int64 = try row.decode(forColumn: "card")
        let name: String = try row.decode(forColumn: "custody")
        let uid: String? = try row.decode(forColumn: "uid")
        let places: String? = try row.decode(forColumn: "possible")
        guard let custody = CustodyName(rawValue: name) else {
            throw RowFormatFault("no custody is called '\(name)'")
        }
        self.init(
            card: CardRef(fedBy: MovementID(card)), uid: uid.flatMap { CardUID(hex: $0) },
            custody: try Custody(custody, possible: places.map(Self.places)))
    }

    /// The places in a stored list, `["path","exit"]`. One that this software does not know is left
    /// out.
    private static func places(_ json: String) -> [CardPlace] {
        json.split { !$0.isLetter }.compactMap { CardPlace(rawValue: String($0)) }
    }
}
