import Drivers
import Foundation

/// The commissioned profiles of a dispenser family: every JSON file in `profiles` of its folder.
enum DispenserProfiles {
    /// A folder without a usable profile.
    struct Missing: Error, CustomStringConvertible {
        let folder: String

        var description: String { "\(folder) holds no profile; motion needs a commissioned one" }
    }

    /// The serial bridges, which have a folder of their own beside the families'.
    static func bridges(folder: String) throws -> SerialBridges {
        try SerialBridges(json: FileBytes.read("\(folder)/../serial-bridges/bridges.json"))
    }

    static func read(folder: String) throws -> [CRT591Profile] {
        let profiles = "\(folder)/profiles"
        let names = try FileManager.default.contentsOfDirectory(atPath: profiles)
            .filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else { throw Missing(folder: profiles) }
        return try names.map { try CRT591Profile(json: FileBytes.read("\(profiles)/\($0)")) }
    }
}
