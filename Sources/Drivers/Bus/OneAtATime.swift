internal import Synchronization

/// Lets one caller at a time talk to a device, in the order in which they came. An actor alone
/// would let a second call in whenever the first one waits for the bus.
final class OneAtATime: Sendable {
    /// Callers that may wait. More is a program that asks faster than a device answers.
    private static let waiterLimit = 64

    private struct State {
        var isTaken = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Precondition: fewer than 64 callers wait.
    func take() async {
        await withCheckedContinuation { waiter in
            let isMine = state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                precondition(
                    state.waiters.count < Self.waiterLimit, "64 callers wait for one device")
                state.waiters.append(waiter)
                return false
            }
            if isMine { waiter.resume() }
        }
    }

    func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiters.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.resume()
    }
}
