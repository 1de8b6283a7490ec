import CampusCard
import CentralStore
import Foundation
import GRDB
import Synchronization
import Testing

/// A store in memory on a clock that only the test moves, with three students and two kiosks.
final class StoreRig: Sendable {
    static let mei = StudentNumber(validated: "2023010001")
    static let bo = StudentNumber(validated: "2023010002")
    static let poor = StudentNumber(validated: "2023010003")
    static let password = CardPassword(repeating: 6)
    static let chosen = CardPassword("190283")
    static let k1 = KioskID(validated: "K-01")
    static let k2 = KioskID(validated: "K-02")
    static let fee = Money(fen: 2_000)

    let clock: ManualClock
    let database: StoreDatabase
    let service: StoreService
    let desk: Operator
    private let random: SeededBytes
    private let keys: KeyRing

    /// - Parameter students: nil for the three that most tests need.
    convenience init(
        seed: UInt64 = 1, policy: StorePolicy = .ordinary, students: [Registration]? = nil,
        cards: CardFormat = .standard
    ) throws {
        try self.init(
            over: StoreDatabase(inMemoryFrom: nil), seed: seed, policy: policy,
            cards: cards)
        try populate(students)
    }

    /// A run of the store over a database as it is.
    init(
        over database: StoreDatabase, seed: UInt64 = 1, policy: StorePolicy = .ordinary,
        keys: KeyRing? = nil, cards: CardFormat = .standard
    ) throws {
        let random = SeededBytes(seed: seed)
        self.random = random
        clock = ManualClock()
        let ring = keys ?? KeyRing(generation: 0x31, randomBytes: random.bytes)
        self.keys = ring
        self.database = database
        service = try StoreService(
            database: database, campus: CampusID(validated: "main"), policy: policy,
            environment: StoreEnvironment(
                clock: clock, randomBytes: random.bytes, passwordCost: .test,
                cardFormat: cards, reportOpener: OpenSeal()),
            keys: ring)
        desk = Operator(service)
    }

    /// The first day: two kiosks and the students.
    func populate(_ students: [Registration]? = nil) throws {
        for kiosk in [Self.k1, Self.k2] { try desk.setKiosk(kiosk, inService: true, why: nil) }
        try desk.register(
            students ?? [
                Self.student(1, Self.mei), Self.student(2, Self.bo),
                Self.student(3, Self.poor, balance: Money(fen: 1_999)),
            ])
    }

    /// A store on another database with the clock, the keys and the random bytes of this one.
    private init(_ other: StoreRig, database: StoreDatabase) throws {
        (clock, random, keys) = (other.clock, other.random, other.keys)
        self.database = database
        service = try StoreService(
            database: database, campus: CampusID(validated: "main"), policy: .ordinary,
            environment: StoreEnvironment(
                clock: clock, randomBytes: random.bytes, passwordCost: .test,
                cardFormat: .standard, reportOpener: OpenSeal()),
            keys: keys)
        desk = Operator(service)
    }

    /// The database as it is now, on its own.
    func backup() throws -> StoreDatabase {
        let copy = try StoreDatabase(inMemoryFrom: nil)
        try database.queue.backup(to: copy.queue)
        return copy
    }

    /// A store that was put back onto a backup. Announced, it begins a new life at once; otherwise
    /// only what kiosks were told can show it.
    func restored(_ backup: StoreDatabase, announced: Bool = true) throws -> StoreRig {
        let copy = try StoreDatabase(inMemoryFrom: nil)
        try backup.queue.backup(to: copy.queue)
        let rig = try StoreRig(self, database: copy)
        if announced { try rig.desk.beginLife(why: "restored by a test") }
        return rig
    }

    /// A student who has a card, enough money, a chosen password, and one replacement behind.
    static func student(
        _ index: UInt32, _ number: StudentNumber, balance: Money = Money(fen: 10_000),
        standing: Standing = .enrolled, frozen: Bool = false, password: CardPassword? = chosen,
        identityNumber: String? = nil, hasCard: Bool = true, earlier: [Int64] = [0]
    ) -> Registration {
        Registration(
            account: AccountID(validated: "a\(index)"), name: "李梅", studentNumber: number,
            holderClass: .student, standing: standing, frozen: frozen,
            identityNumber: identityNumber, password: password,
            card: hasCard ? (CardNumber(1_000 + index), uid(index)) : nil, balance: balance,
            earlierReplacements: earlier)
    }

    /// A seven-byte UID; cards in use count from 1, blanks from 100.
    static func uid(_ index: UInt32) -> CardUID {
        guard
            let uid = CardUID([
                0x04, 0, 0, UInt8(index >> 24 & 0xFF), UInt8(index >> 16 & 0xFF),
                UInt8(index >> 8 & 0xFF), UInt8(index & 0xFF),
            ])
        else { preconditionFailure("seven bytes are a UID") }
        return uid
    }

    /// Sends a call as a kiosk does.
    func call<Body: StoreCall>(
        _ body: Body, at kiosk: KioskID = k1, _ caseID: CaseID?, attempt: Int = 1
    ) throws -> CallAnswer<Body.Answer> {
        try call(body, at: kiosk, caseID, attempt: attempt, on: service)
    }

    /// As above, on another run of the store.
    func call<Body: StoreCall>(
        _ body: Body, at kiosk: KioskID = k1, _ caseID: CaseID?, attempt: Int = 1,
        on service: StoreService
    ) throws -> CallAnswer<Body.Answer> {
        let bytes = try Self.encode(
            CallRequest(kiosk: kiosk, caseID: caseID, attempt: attempt, body: body))
        let answer = try service.handle(kiosk: kiosk, callName: Body.name.rawValue, bytes: bytes)
        return try JSONDecoder().decode(CallAnswer<Body.Answer>.self, from: Data(answer))
    }

    /// The answer of a call that must succeed.
    func done<Body: StoreCall>(
        _ body: Body, at kiosk: KioskID = k1, _ caseID: CaseID?, attempt: Int = 1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Body.Answer {
        switch try call(body, at: kiosk, caseID, attempt: attempt) {
        case .done(let answer): return answer
        case .refused(let refused):
            Issue.record("\(Body.name) was refused: \(refused)", sourceLocation: sourceLocation)
            throw UnexpectedRefusal(refused: refused)
        }
    }

    /// The reason of a call that must be refused; nil when it succeeded.
    func refusal<Body: StoreCall>(
        _ body: Body, at kiosk: KioskID = k1, _ caseID: CaseID?, attempt: Int = 1
    ) throws -> Refusal? {
        switch try call(body, at: kiosk, caseID, attempt: attempt) {
        case .done: nil
        case .refused(let refused): refused.reason
        }
    }

    /// A second run of the store over the same database.
    func restarted() throws -> StoreService {
        try StoreService(
            database: database, campus: CampusID(validated: "main"), policy: .ordinary,
            environment: StoreEnvironment(
                clock: clock, randomBytes: random.bytes, passwordCost: .test,
                cardFormat: .standard, reportOpener: OpenSeal()),
            keys: keys)
    }

    /// Takes money off an account as a purchase would.
    func spend(_ amount: Money, of account: String) throws {
        try database.queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO transfer VALUES
                        ('main', 'purchase', 0, 'load', ?, 'topUp', ?, NULL, NULL)
                    """, arguments: ["cash:\(account)", amount.fen])
        }
    }

    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    /// One number out of the database.
    func number(_ sql: String) throws -> Int64 {
        try database.queue.read { try Int64.fetchOne($0, sql: sql) } ?? 0
    }

    /// What must not change when a request is refused as unreadable.
    func fingerprint() throws -> String? {
        try text(
            """
            SELECT (SELECT group_concat(case_id || stage || blanks) FROM replacement_case)
                || (SELECT group_concat(uid || life || lost) FROM card)
                || (SELECT group_concat(ledger_account || fen) FROM balance)
                || (SELECT group_concat(account || generation) FROM password)
                || (SELECT COUNT(*) FROM stop_entry) || '-' || (SELECT COUNT(*) FROM session)
                || '-' || (SELECT COUNT(*) FROM quote) || '-' || (SELECT COUNT(*) FROM withheld_uid)
                || '-' || (SELECT COUNT(*) FROM kiosk_event)
                || '-' || (SELECT COUNT(*) FROM suspect)
                || '-' || (SELECT COUNT(*) FROM login_throttle)
                || (SELECT group_concat(kiosk || COALESCE(boot_id || epoch || software, ''))
                    FROM kiosk)
            """)
    }

    /// Every text value of every table.
    func allText() throws -> [String] {
        try database.queue.read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").flatMap { row in
                    row.databaseValues.compactMap { String.fromDatabaseValue($0) }
                }
            }
        }
    }

    /// One text out of the database.
    func text(_ sql: String) throws -> String? {
        try database.queue.read { try String.fetchOne($0, sql: sql) }
    }
}

/// A refusal where a test needed an answer.
struct UnexpectedRefusal: Error {
    let refused: Refused
}

/// A clock that stands until the test moves it. It starts on 2026-11-23 at 01:00 UTC.
final class ManualClock: StoreClock {
    private let elapsed = Mutex<Int64>(0)
    private static let start: Int64 = 1_795_395_600_000

    func advance(seconds: Int64) { elapsed.withLock { $0 += seconds * 1_000 } }
    func monotonicMilliseconds() -> Int64 { elapsed.withLock { $0 } }
    func wallMilliseconds() -> Int64 { Self.start + elapsed.withLock { $0 } }
}

/// Bytes that a seed decides (SplitMix64).
final class SeededBytes: Sendable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    @Sendable func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
