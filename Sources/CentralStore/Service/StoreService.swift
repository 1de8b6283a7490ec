package import CampusCard
import GRDB

/// The central store: every call is one transaction over its database, made on the caller's thread.
///
/// It may be called from any thread; calls are taken one at a time.
package final class StoreService: Sendable {
    let database: StoreDatabase
    let campus: CampusID
    let policy: StorePolicy
    let environment: StoreEnvironment
    let keys: any MasterKeys
    private let time: ServiceTime

    package init(
        database: StoreDatabase, campus: CampusID, policy: StorePolicy,
        environment: StoreEnvironment, keys: any MasterKeys
    ) throws(StoreFailure) {
        self.database = database
        self.campus = campus
        self.policy = policy
        self.environment = environment
        self.keys = keys
        do {
            let lastTick = try database.queue.read(ServiceTime.lastTick)
            time = ServiceTime(clock: environment.clock, lastTick: lastTick)
        } catch {
            throw StoreFailure("read the store's last tick: \(error)")
        }
        try inTransaction("name the store's life", StoreLife.nameFirst)
    }

    /// Answers one request of a kiosk.
    ///
    /// - Parameters:
    ///   - kiosk: who asks, as the transport proved it; the envelope must name the same.
    ///   - callName: the last part of the path, a `StoreCallName`.
    ///   - bytes: a `CallRequest` in the one form: JSON with sorted keys and no blanks.
    /// - Returns: a `CallAnswer`. Whatever cannot be read is answered with the refusal `malformed`.
    /// - Throws: when the database failed; nothing has changed then.
    package func handle(
        kiosk: KioskID, callName: String, bytes: [UInt8]
    ) throws(StoreFailure) -> [UInt8] {
        guard let name = StoreCallName(rawValue: callName) else { return Self.malformed }
        return switch name {
        case .register: try answer(kiosk, bytes, RegisterCall.self)
        case .pushEvents: try answer(kiosk, bytes, PushEventsCall.self)
        case .login: try answer(kiosk, bytes, LoginCall.self)
        case .changePassword: try answer(kiosk, bytes, ChangePasswordCall.self)
        case .quote: try answer(kiosk, bytes, QuoteCall.self)
        case .reportLoss: try answer(kiosk, bytes, ReportLossCall.self)
        case .deliverLossReport: try answer(kiosk, bytes, DeliverLossReportCall.self)
        case .open: try answer(kiosk, bytes, OpenCall.self)
        case .bind: try answer(kiosk, bytes, BindCall.self)
        case .abandon: try answer(kiosk, bytes, AbandonCall.self)
        case .commit: try answer(kiosk, bytes, CommitCall.self)
        case .void: try answer(kiosk, bytes, VoidCall.self)
        case .get: try answer(kiosk, bytes, GetCall.self)
        }
    }

    private func answer<Body: RuledCall>(
        _ kiosk: KioskID, _ bytes: [UInt8], _: Body.Type
    ) throws(StoreFailure) -> [UInt8] {
        guard let request = WireFormat.decode(CallRequest<Body>.self, from: bytes),
            request.kiosk == kiosk, (1...Self.attemptLimit).contains(request.attempt)
        else { return Self.malformed }
        return try inSQL("answer \(Body.name.rawValue)") { tables, transaction in
            let kept = WireAnswers(body: bytes, tables: tables)
            let run = CallRun(request: request, kept: kept, transaction: transaction)
            let answer = try run.answer()
            return try kept.answer ?? WireFormat.encode(answer)
        }
    }

    /// Runs one transaction; either all of it is on the disk afterwards or nothing.
    func inTransaction<Result>(
        _ purpose: String, _ body: (StoreTransaction) throws -> Result
    ) throws(StoreFailure) -> Result {
        try inSQL(purpose) { _, transaction in try body(transaction) }
    }

    /// As `inTransaction`, for what asks more of the database than rules do.
    func inSQL<Result>(
        _ purpose: String, _ body: (SQLTables, StoreTransaction) throws -> Result
    ) throws(StoreFailure) -> Result {
        do {
            return try database.queue.write { db in
                let now = time.now()
                try ServiceTime.remember(now, db)
                let tables = SQLTables(db: db, campus: campus)
                return try body(
                    tables,
                    StoreTransaction(
                        tables: tables, now: now, policy: policy, environment: environment,
                        keys: keys, notes: SealedNotes()))
            }
        } catch {
            throw StoreFailure("\(purpose): \(error)")
        }
    }

    /// The most bytes in a request.
    package static let requestLimit = 65_536

    /// The highest attempt number of one intention's repetitions.
    private static let attemptLimit = 1_000_000

    /// The answer to what cannot be read.
    package static let malformed = [UInt8](
        #"{"outcome":"refused","refused":{"reason":"malformed"}}"#.utf8)
}
