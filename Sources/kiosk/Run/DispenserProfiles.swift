import Drivers
import Foundation
import KioskConfiguration
import KioskPorts

/// The commissioned profiles of the dispenser's family: every JSON file in `profiles` of its folder.
enum DispenserProfiles {
    case crt591([CRT591Profile])
    case ttce([TTCEProfile])

    /// A folder without a usable profile.
    struct Missing: Error, CustomStringConvertible {
        let folder: String

        var description: String { "\(folder) holds no profile; motion needs a commissioned one" }
    }

    /// The serial bridges, which have a folder of their own beside the families'.
    static func bridges(folder: String) throws -> SerialBridges {
        try SerialBridges(json: FileBytes.read("\(folder)/../serial-bridges/bridges.json"))
    }

    /// The card readers that are known by their make, likewise.
    static func readers(folder: String) throws -> ReaderProfiles {
        try ReaderProfiles(json: FileBytes.read("\(folder)/../ccid/readers.json"))
    }

    static func read(_ family: DispenserFamily, folder: String) throws -> DispenserProfiles {
        let profiles = "\(folder)/profiles"
        let names = try FileManager.default.contentsOfDirectory(atPath: profiles)
            .filter { $0.hasSuffix(".json") }.sorted()
        guard !names.isEmpty else { throw Missing(folder: profiles) }
        let texts = try names.map { try FileBytes.read("\(profiles)/\($0)") }
        return switch family {
        case .crt591: .crt591(try texts.map { try CRT591Profile(json: $0) })
        case .ttce: .ttce(try texts.map { try TTCEProfile(json: $0) })
        }
    }

    /// Each profile's name, and the unit's own timer that pulls an untaken card back.
    var ownTimers: [(name: String, seconds: Int?)] {
        switch self {
        case .crt591(let profiles): profiles.map { ($0.name, $0.ownRetractSeconds) }
        case .ttce(let profiles): profiles.map { ($0.name, $0.ownRetractSeconds) }
        }
    }

    /// The family's driver.
    /// - Parameter open: opens the line, wherever it is plugged in now.
    func dispenser(
        clock: any KioskClock, troubles: TroubleCounter,
        open: @escaping @Sendable () async throws(ByteLinkFault) -> any ByteLink
    ) -> any CardDispenser {
        switch self {
        case .crt591(let profiles):
            CRT591Dispenser(profiles: profiles, clock: clock, troubles: troubles, open: open)
        case .ttce(let profiles):
            TTCEDispenser(profiles: profiles, clock: clock, troubles: troubles, open: open)
        }
    }
}
