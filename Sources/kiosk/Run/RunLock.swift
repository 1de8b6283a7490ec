import Foundation

/// One kiosk for one folder: two would move cards against each other.
struct RunLock {
    private let file: FileHandle

    /// Another kiosk holds the folder.
    struct Taken: Error, CustomStringConvertible {
        let path: String

        var description: String { "another kiosk runs in this folder: it holds \(path)" }
    }

    /// Takes the lock. The system gives it back when this process ends, however it ends.
    init(path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw FileBytes.Unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Taken(path: path) }
    }
}
