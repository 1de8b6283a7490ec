import Foundation

/// A file that only its owner may read, from its first byte on.
package enum OwnerOnlyFile {
    /// The file's mode.
    package static let mode = 0o600

    /// Writes the text, in place of what was there. The new file has its mode before it has its
    /// name.
    package static func write(_ text: String, to path: String) throws(StoreFailure) {
        let fresh = path + ".new"
        let files = FileManager.default
        try? files.removeItem(atPath: fresh)
        let made = files.createFile(
            atPath: fresh, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        guard made, rename(fresh, path) == 0 else {
            throw StoreFailure("write \(path): the directory does not take it")
        }
    }
}
