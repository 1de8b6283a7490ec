package import CampusCard

/// The calls of the central store as the kiosk makes them: each ends within its deadline as done,
/// refused or unknown.
///
/// Repetitions inside one call keep its key (case, call, attempt), so they have one effect in the
/// store. After `unknown` the caller asks again with the same attempt, or with `GetCall`; a new
/// intention takes the next attempt.
package protocol StoreCalls: Sendable {
    /// - Parameters:
    ///   - caseID: nil for `RegisterCall` and `PushEventsCall` only.
    ///   - attempt: from 1.
    ///   - deadline: the whole time for this call, repetitions included.
    func call<Body: StoreCall>(
        _ body: Body, caseID: CaseID?, attempt: Int, deadline: Duration
    ) async -> CallOutcome<Body.Answer>
}
