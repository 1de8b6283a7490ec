import Drivers
import Foundation
import KioskConfiguration
import KioskPorts

/// The commissioned profiles of the dispenser's family, every JSON file in `profiles` of its folder, and the driver for
/// them.
struct DispenserProfiles: Sendable {
    /// Opens the link, wherever it is plugged in now.
    typealias Opening = @Sendable () async throws(ByteLinkFault) -> any ByteLink
    private typealias Making =
        @Sendable (any KioskClock, TroubleCounter, @escaping Opening) -> any CardDispenser

    /// Each profile's name, and the unit's own timer that pulls an untaken card back.
    let ownTimers: [(name: String, seconds: Int?)]
    private let make: Making

    private init<Unit>(
        _ texts: [[UInt8]], of dispenser: LinkedDispenser<Unit>.Type
    ) throws {
        let profiles = try texts.map { try Unit.Profile(json: $0) }
        ownTimers = profiles.map { ($0.name, $0.ownRetractSeconds) }
        make = { clock, troubles, open in
            LinkedDispenser<Unit>(profiles: profiles, clock: clock, troubles: troubles, open: open)
        }
    }

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
        case .crt591: try DispenserProfiles(texts, of: CRT591Dispenser.self)
        case .ttce: try DispenserProfiles(texts, of: TTCEDispenser.self)
        case .crtHID: try DispenserProfiles(texts, of: CRTHIDDispenser.self)
        }
    }

    /// The family's driver.
    func dispenser(
        clock: any KioskClock, troubles: TroubleCounter, open: @escaping Opening
    ) -> any CardDispenser {
        make(clock, troubles, open)
    }
}
