package import CampusCard

/// The central store without a database: the same rules over rows in memory, called with values. For simulations, which
/// run millions of calls; nothing of it survives the process.
package final class MemoryStore {
    let tables = MemoryTables()
    let policy: StorePolicy
    let environment: StoreEnvironment
    let keys: any MasterKeys
    let notes: any NoteForm

    package convenience init(
        policy: StorePolicy, environment: StoreEnvironment, keys: any MasterKeys
    ) throws(StoreFailure) {
        try self.init(
            policy: policy, environment: environment, keys: keys, notes: NumberedNotes())
    }

    init(
        policy: StorePolicy, environment: StoreEnvironment, keys: any MasterKeys,
        notes: any NoteForm
    ) throws(StoreFailure) {
        self.policy = policy
        self.environment = environment
        self.keys = keys
        self.notes = notes
        try inTransaction("name the store's life", StoreLife.nameFirst)
    }

    /// What the rules have dealt with.
    package var troubles: Tally<StoreTrouble> { environment.troubles.soFar }

    /// Answers one call of a kiosk.
    package func answer<Body: RuledCall>(
        _ request: CallRequest<Body>
    ) throws(StoreFailure) -> CallAnswer<Body.Answer> {
        try inTransaction("answer \(Body.name.rawValue)") { transaction in
            try CallRun(request: request, kept: tables, transaction: transaction).answer()
        }
    }

    /// Runs one transaction; either all of it stays or nothing.
    func inTransaction<Result>(
        _ purpose: @autoclosure () -> String, _ body: (StoreTransaction) throws -> Result
    ) throws(StoreFailure) -> Result {
        let clock = environment.clock
        let now = StoreTime(
            tick: clock.monotonicMilliseconds(), wall: clock.wallMilliseconds())
        let transaction = StoreTransaction(
            tables: tables, now: now, policy: policy, environment: environment, keys: keys,
            notes: notes)
        do {
            return try tables.inTransaction { try body(transaction) }
        } catch {
            throw StoreFailure("\(purpose()): \(error)")
        }
    }
}
