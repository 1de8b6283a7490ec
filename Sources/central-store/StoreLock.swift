import CentralStore
import Foundation

/// Held by whoever serves a store's folder or replaces its database, until the process ends.
struct StoreLock {
    private static let name = "store.lock"

    /// - Throws: when another process holds it.
    static func take(in folder: URL) throws {
        let path = folder.appending(path: name).path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreFailure("lock \(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw StoreFailure(
                "lock \(path): another central-store serves this folder or restores it; stop it "
                    + "first")
        }
    }
}
