import Foundation

/// Reads files whole, and says which one could not be read.
enum FileBytes {
    /// A path where nothing can be read, with the reason of the system.
    struct Unreadable: Error, CustomStringConvertible {
        let path: String
        let reason: String

        var description: String { "\(path) cannot be read: \(reason)" }
    }

    static func read(_ path: String) throws(Unreadable) -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Unreadable(path: path, reason: error.localizedDescription)
        }
    }
}
