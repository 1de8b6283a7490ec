import CampusCard

/// What one call works with: the tables in an open transaction, the time and the rules. It never outlives the call.
struct StoreTransaction {
    let tables: any StoreTables
    let now: StoreTime
    let policy: StorePolicy
    let environment: StoreEnvironment
    let keys: any MasterKeys
    let notes: any NoteForm

    /// Counts a trouble that is dealt with here.
    func count(_ trouble: StoreTrouble) { environment.troubles.count(trouble) }

    /// Runs a rule whose refusal undoes what it wrote.
    /// - Returns: the refusal, or what the rule answered.
    func attempt<Answer>(_ rule: () throws -> Answer) throws -> Attempted<Answer> {
        var result: Attempted<Answer>?
        try tables.inSavepoint {
            do {
                result = .done(try rule())
                return .keep
            } catch let rejection as Rejection {
                result = .refused(rejection.refused)
                return .undo
            }
        }
        guard let result else { preconditionFailure("a savepoint runs its step") }
        return result
    }
}

/// What became of a rule.
enum Attempted<Answer> {
    case done(Answer)
    case refused(Refused)
}

/// A refusal on its way out of a rule: whatever the rule wrote is rolled back.
struct Rejection: Error {
    let refused: Refused

    init(
        _ reason: Refusal, fee: Money? = nil, spendable: Money? = nil,
        retryAfterSeconds: Int? = nil,
        kiosk: KioskID? = nil
    ) {
        refused = Refused(
            reason, fee: fee, spendable: spendable, retryAfterSeconds: retryAfterSeconds,
            kiosk: kiosk)
    }
}
