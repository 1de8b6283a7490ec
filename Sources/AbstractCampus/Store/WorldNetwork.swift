import CampusCard
import CampusFaults
import CentralStore

/// One call on its way: several tries, one outcome.
final class PendingCall {
    var isOpen = true
    var tries = 0
    /// What went wrong on the way.
    var struck: [FaultKind] = []
}

/// The way between kiosks and store: messages are late, lost, doubled and overtaken.
extension AbstractWorld {
    private static let ordinaryDelay: ClosedRange<Int64> = 5...35

    /// Sends once; `arrived` hears each answer that comes back, which may be none or two.
    func send<Body: RuledCall>(
        _ request: CallRequest<Body>, _ pending: PendingCall,
        _ arrived: @escaping (CallAnswer<Body.Answer>) -> Void
    ) {
        if now < storeIsDownUntil { return pending.struck.append(.storeDownForDays) }
        if strikes(.requestLost) { return pending.struck.append(.requestLost) }
        var delay = dice.milliseconds(Self.ordinaryDelay)
        if strikes(.storeSlow) {
            pending.struck.append(.storeSlow)
            delay += dice.milliseconds(2_000...14_000)
        }
        if strikes(.messagesReordered) {
            // A copy of the request goes another way and arrives long after.
            after(delay + dice.milliseconds(1_000...900_000)) { [self] in
                _ = ask(request)
            }
        }
        let isDoubled = strikes(.storeAnswersTwice)
        after(delay) { [self] in
            guard now >= storeIsDownUntil, let answer = ask(request) else { return }
            if isDoubled { _ = ask(request) }
            if strikes(.answerLost) { return pending.struck.append(.answerLost) }
            after(dice.milliseconds(Self.ordinaryDelay)) {
                arrived(answer)
                if isDoubled { arrived(answer) }
            }
        }
    }

    /// The store at work; nil when its guards refused, which is a break.
    private func ask<Body: RuledCall>(
        _ request: CallRequest<Body>
    ) -> CallAnswer<Body.Answer>? {
        let answer = check { () throws(StoreFailure) in try store.answer(request) }
        if case .refused(let refused)? = answer { mix(Int64(refused.reason.rawValue.utf8.count)) }
        mix(now)
        return answer
    }
}
