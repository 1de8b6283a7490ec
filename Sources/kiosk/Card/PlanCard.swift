import ArgumentParser
import CampusCard
import CardEncoding
import KioskConfiguration
import VirtualChips

/// `kiosk card plan`.
struct PlanCard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Print the APDUs that make a card of this profile, with their meaning.",
        discussion: """
            Checks the profile and makes one card by it on a virtual chip of each generation that \
            it takes, fresh from the factory; those of the first are printed. Under each step \
            stand its APDUs (>) and the card's answers (<), as hex. The keys, the cardholder and \
            the challenges are samples, the same in every run. The exit status is 1 when the \
            profile is refused, or no card comes of it.

            Example:
              kiosk card plan kiosk-config/cards/desfire-a.json
            """)

    @Argument(
        help: "The profile's file, as the configuration names it under cardProfile.",
        completion: .file(extensions: ["json"]))
    var profile: String

    func run() throws {
        let whole = try CardProfileFile.read(profile)
        let profile = whole.withoutMakers
        if profile != whole {
            StandardError.write("no maker vouches for a virtual chip: readSignature is left out")
        }
        var isFirst = true
        for major in profile.hardwareMajors {
            guard let generation = ChipGeneration(hardwareMajor: major) else {
                StandardError.write("there is no virtual chip of hardware \(major); left out")
                continue
            }
            try rehearse(profile, on: generation, isTold: isFirst)
            isFirst = false
        }
        profile.warnings.forEach { StandardError.write("warning: \($0)") }
    }

    private func rehearse(
        _ profile: CardProfile, on generation: ChipGeneration, isTold: Bool
    ) throws {
        var rehearsal = Rehearsal(profile: profile, generation: generation)
        do {
            try rehearsal.run { line in if isTold { print(line) } }
        } catch {
            StandardError.write("kiosk card plan: no card comes of this profile: \(error)")
            throw ExitCode.failure
        }
        let name = generation.rawValue.uppercased()
        print("a card of an \(name) fresh from the factory: \(rehearsal.exchanges) APDUs")
    }
}
