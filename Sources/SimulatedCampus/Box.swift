import Synchronization

/// One value handed from a task to its starter.
final class Box<Content: Sendable>: Sendable {
    private let value = Mutex<Content?>(nil)

    var content: Content? { value.withLock { $0 } }

    func put(_ content: Content) { value.withLock { $0 = content } }
}

/// Something that happens once.
typealias Flag = Box<Void>

extension Box where Content == Void {
    var isRaised: Bool { content != nil }
    func raise() { put(()) }
}
