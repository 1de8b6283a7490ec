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
        case .register: try answer(kiosk, bytes, CaselessCall(RegisterRule.answer))
        case .pushEvents: try answer(kiosk, bytes, CaselessCall(PushEventsRule.answer))
        case .login: try answer(kiosk, bytes, CaseCall(ofStudent: LoginRule.answer))
        case .changePassword:
            try answer(kiosk, bytes, CaseCall(ofStudent: ChangePasswordRule.answer))
        case .quote: try answer(kiosk, bytes, CaseCall(ofStudent: QuoteRule.answer))
        case .reportLoss: try answer(kiosk, bytes, CaseCall(ReportLossRule.answer))
        case .deliverLossReport:
            try answer(kiosk, bytes, CaseCall(DeliverLossReportRule.answer))
        case .open: try answer(kiosk, bytes, CaseCall(OpenRule.answer))
        case .bind: try answer(kiosk, bytes, CaseCall(BindRule.answer))
        case .abandon: try answer(kiosk, bytes, CaseCall(AbandonRule.answer))
        case .commit: try answer(kiosk, bytes, CaseCall(CommitRule.answer))
        case .void: try answer(kiosk, bytes, CaseCall(VoidRule.answer))
        case .get: try answer(kiosk, bytes, CaseCall(GetRule.answer))
        }
    }

    private func answer<Rule: CallRule>(
        _ kiosk: KioskID, _ bytes: [UInt8], _ rule: Rule
    ) throws(StoreFailure) -> [UInt8] {
        guard let request = WireFormat.decode(CallRequest<Rule.Body>.self, from: bytes),
            request.kiosk == kiosk, (1...Self.attemptLimit).contains(request.attempt)
        else { return Self.malformed }
        return try inTransaction("answer \(Rule.Body.name.rawValue)") { transaction in
            try CallRun(request: request, bytes: bytes, rule: rule, transaction: transaction)
                .answer()
        }
    }

    /// Runs one transaction; either all of it is on the disk afterwards or nothing.
    func inTransaction<Result>(
        _ purpose: String, _ body: (StoreTransaction) throws -> Result
    ) throws(StoreFailure) -> Result {
        do {
            return try database.queue.write { db in
                let now = time.now()
                try ServiceTime.remember(now, db)
                return try body(
                    StoreTransaction(
                        db: db, campus: campus, now: now, policy: policy, environment: environment,
                        keys: keys))
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
