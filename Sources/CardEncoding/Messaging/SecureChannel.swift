/// The state of protection between reader and card.
package enum SecureChannel: Sendable {
    /// No authentication: everything travels in the clear.
    case open
    case legacy(LegacySession)
    case ev1(EV1Session)
    case ev2(EV2Session)

    /// What goes out after the instruction byte.
    package mutating func protect(_ command: CardCommand) -> [UInt8] {
        switch self {
        case .open:
            return command.header + command.data
        case .legacy(let session):
            return session.protect(command)
        case .ev1(var session):
            defer { self = .ev1(session) }
            return session.protect(command)
        case .ev2(let session):
            return session.protect(command)
        }
    }

    /// - Precondition: a session, since a card changes no key without one.
    package mutating func protect(_ change: KeyChange) -> [UInt8] {
        switch self {
        case .open:
            preconditionFailure("a key was to be changed without an authenticated session")
        case .legacy(let session):
            return session.protect(change)
        case .ev1(var session):
            defer { self = .ev1(session) }
            return session.protect(change)
        case .ev2(let session):
            return session.protect(change)
        }
    }

    /// The plain answer to a command that succeeded. Nil when the answer is not the card's own.
    package mutating func accept(
        _ answer: [UInt8], status: StatusWord, protection: CardCommand.Protection
    ) -> [UInt8]? {
        switch self {
        case .open:
            return answer
        case .legacy(let session):
            return session.accept(answer, protection: protection)
        case .ev1(var session):
            defer { self = .ev1(session) }
            return session.accept(answer, status: status, protection: protection)
        case .ev2(var session):
            defer { self = .ev2(session) }
            return session.accept(answer, status: status, protection: protection)
        }
    }
}
