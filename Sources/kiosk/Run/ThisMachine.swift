import CampusCard
import Foundation

/// What the operating system knows of this run.
enum ThisMachine {
    /// New at each boot (random(4)).
    static func bootID() throws -> BootID {
        let path = "/proc/sys/kernel/random/boot_id"
        let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
        let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let id = BootID.parse(name) else {
            throw FileBytes.Unreadable(path: path, reason: "it holds no boot id")
        }
        return id
    }

    /// When this program was built, milliseconds since 1970 UTC: no later time can be right.
    static func builtAtMilliseconds() throws -> Int64 {
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let facts = try FileManager.default.attributesOfItem(atPath: path)
        guard let built = facts[.modificationDate] as? Date else { return 0 }
        return Int64(built.timeIntervalSince1970 * 1_000)
    }
}
