import KioskCore

/// How long each call may take in all, repetitions included. A person waits for most of them.
extension CallKind {
    var deadline: Duration {
        switch self {
        case .login, .changePassword, .quote, .open, .bind, .reportLoss: .seconds(10)
        case .commit: .seconds(15)
        case .get: .seconds(4)
        }
    }

    /// Whether the call can change something in the store that recovery must know of: only these are journaled.
    var leavesTrace: Bool {
        switch self {
        case .open, .bind, .commit, .reportLoss: true
        case .login, .changePassword, .quote, .get: false
        }
    }
}
