import CampusCard
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

    /// What the file holds.
    /// - Throws: when it is missing, or may be read by others.
    package static func text(at path: String) throws(StoreFailure) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let found = attributes?[.posixPermissions] as? Int else {
            throw StoreFailure("read \(path): it is missing")
        }
        guard found & ~mode == 0 else {
            throw StoreFailure(
                "read \(path): it has mode \(String(found, radix: 8)); at most 600 is allowed")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StoreFailure("read \(path): it is not readable")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// What a file of hexadecimal text stands for.
    /// - Throws: also when it holds anything else.
    package static func hexBytes(at path: String) throws(StoreFailure) -> [UInt8] {
        guard let bytes = [UInt8](hex: try text(at: path)) else {
            throw StoreFailure("read \(path): it is not hexadecimal")
        }
        return bytes
    }
}
