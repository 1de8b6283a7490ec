import AbstractCampus
import ArgumentParser
import CampusFaults
import Foundation

/// One world again, and the story of one of its cases.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Tell the story of one simulated case.",
        discussion: """
            SEED is the seed of a world, STEP a step in it: the story is that of the case which \
            was under way then, with every fault that struck meanwhile. Without STEP it is the \
            last case. A seed makes the same world in every run of one build; in a build with \
            other optimisation the tasks of tier B may come in another order.

            Example:
              kiosk-lab replay 42:17 --tier B

            Exit status: 0 when nothing broke in it, 1 when an invariant did.
            """)

    @Argument(help: "SEED or SEED:STEP, as `simulate` prints it.")
    var place: String

    @OptionGroup var world: WorldOptions

    @Option(help: "Cases of the world, when it was a short one.")
    var cases: Int?

    @Option(help: "Only these faults: NAME@OCCASION,… or none, as `simulate` prints them.")
    var only: String?

    @Option(help: "Tier B: tell all that names this (a UID, a case, a kiosk) instead of one case.")
    var about: String?

    @Option(help: "Tier B: a new folder for the journals, the store and the physical truth.")
    var records: String?

    /// What `place` says; nil when it is neither form.
    private var seedAndStep: (seed: UInt64, step: Int?)? {
        let parts = place.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let seed = parts.first.flatMap({ UInt64($0) }) else { return nil }
        guard parts.count == 2 else { return (seed, nil) }
        return Int(parts[1]).map { (seed, $0) }
    }

    func validate() throws {
        guard seedAndStep != nil else {
            throw ValidationError("\(place) is not SEED or SEED:STEP, for example 42 or 42:17")
        }
        guard about == nil || world.tier == .b else {
            throw ValidationError("--about is for --tier B; a story of tier A is that of one case")
        }
        if let records {
            guard world.tier == .b else {
                throw ValidationError("--records is for --tier B; tier A writes no files")
            }
            guard !FileManager.default.fileExists(atPath: records) else {
                throw ValidationError("--records: \(records) is there already; name a new folder")
            }
        }
    }

    func run() throws {
        guard let (seed, step) = seedAndStep else {
            preconditionFailure("a place was run that was not validated")
        }
        let faults = try only.map { try WorldSettings.Faults.listed(strikes($0)) }
        let cases = cases ?? world.tier.casesPerWorld
        let source = faults ?? .drawn(world.rates)
        if world.tier == .b {
            let settings = CampusTier.settings(
                seed: seed, cases: cases, kiosks: world.kiosks, faults: source)
            let (story, breaks) = try CampusTier.replay(
                settings, case: step, about: about, records: records)
            return try show(story, breaks)
        }
        let settings = WorldSettings(
            seed: seed, cases: cases, kiosks: world.kiosks, faults: source)
        let told = AbstractWorld(settings, isTold: true)
        let report = told.run()
        try show(told.story?.ofCase(at: step) ?? [], report.breaks)
    }

    private func show(_ story: [String], _ breaks: [Break]) throws {
        for line in story { print(line) }
        for found in breaks {
            print("\n\(found.invariant.rawValue) is broken at step \(found.step): \(found.detail)")
        }
        if !breaks.isEmpty { throw ExitCode.failure }
    }

    private func strikes(_ text: String) throws -> [FaultStrike] {
        if text == "none" { return [] }
        return try text.split(separator: ",").map { part in
            guard let strike = FaultStrike(parsing: part) else {
                throw ValidationError("--only: \(part) is not NAME@OCCASION.")
            }
            return strike
        }
    }
}
