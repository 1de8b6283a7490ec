import CardEncoding
import Drivers
import Foundation
import KioskConfiguration
import KioskScreen
import Receipts

/// A configuration with the content of every file that it names, all of it good.
struct Installation {
    let configuration: KioskConfiguration
    let files: KioskFiles
    let cardProfile: CardProfile
    let dispenserProfiles: DispenserProfiles
    let bridges: SerialBridges
    let readers: ReaderProfiles
    let texts: ScreenTexts
    let words: ReceiptWording

    static func read(configuration path: String) throws(InstallationFaults) -> Installation {
        let configuration: KioskConfiguration
        do {
            configuration = try KioskConfiguration.read(
                FileBytes.read(path), file: path, folder: folder(of: path))
        } catch {
            throw InstallationFaults(error)
        }
        var check = InstallationCheck()
        let profile = check.attempt {
            try CardProfile.read(
                FileBytes.read(configuration.cardProfileFile), file: configuration.cardProfileFile)
        }
        let dispensers = check.attempt {
            try DispenserProfiles.read(
                configuration.dispenser.family, folder: configuration.dispenser.profiles)
        }
        let bridges = check.attempt {
            try DispenserProfiles.bridges(folder: configuration.dispenser.profiles)
        }
        let readers = check.attempt {
            try DispenserProfiles.readers(folder: configuration.dispenser.profiles)
        }
        let texts = check.attempt { try ScreenTexts.read(folder: configuration.screen.texts) }
        let words = check.attempt { try ReceiptWording.read(folder: configuration.printer.words) }
        let store = configuration.store
        for file in [store.certificate, store.key, store.trust] {
            _ = check.attempt { try FileBytes.read(file) }
        }
        check.pickup(of: configuration, against: dispensers)
        guard check.complaints.isEmpty, let profile, let dispensers, let bridges,
            let readers, let texts, let words
        else {
            throw InstallationFaults(complaints: check.complaints)
        }
        return Installation(
            configuration: configuration, files: KioskFiles(folder: configuration.folder),
            cardProfile: profile, dispenserProfiles: dispensers, bridges: bridges,
            readers: readers, texts: texts, words: words)
    }

    private static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}

/// Everything that is wrong with an installation, as lines for a person.
struct InstallationFaults: Error {
    let complaints: [String]

    init(complaints: [String]) { self.complaints = complaints }

    init(_ error: any Error) {
        complaints = (error as? ConfigurationFaults)?.faults.map(\.description) ?? ["\(error)"]
    }
}

/// Collects complaints, so that one file does not hide the faults of the next.
struct InstallationCheck {
    private(set) var complaints: [String] = []

    mutating func attempt<Value>(_ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch {
            complaints += InstallationFaults(error).complaints
            return nil
        }
    }

    /// Design §7: our pick-up timer is shorter than the unit's own.
    mutating func pickup(of configuration: KioskConfiguration, against profiles: DispenserProfiles?)
    {
        let ours = configuration.timers.pickup
        for profile in profiles?.ownTimers ?? [] {
            guard let own = profile.seconds, ours >= .seconds(own) else { continue }
            complaints.append(
                "timers.pickupTimeoutSeconds is \(ours.components.seconds); it must be below"
                    + " \(own), after which the unit of profile \(profile.name) pulls the card back"
            )
        }
    }
}
