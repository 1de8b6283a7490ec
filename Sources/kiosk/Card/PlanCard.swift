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
            Checks the profile and makes one card by it on a virtual chip, fresh from the factory; \
            of a DESFire on each generation that the profile takes, of which the first is printed. \
            Of a transit card, which is never written, it prints how its number is read. Under \
            each step stand its APDUs (>) and the card's answers (<), as hex. The keys, the \
            cardholder and the challenges are samples, the same in every run. The exit status is \
            1 when the profile is refused, or no card comes of it.

            Example:
              kiosk card plan kiosk-config/cards/desfire-a.json
              kiosk card plan kiosk-config/cards/fmcos-b.json
            """)

    @Argument(
        help: "The profile's file, as the configuration names it under cardProfile.",
        completion: .file(extensions: ["json"]))
    var profile: String

    func run() throws {
        switch try CardProfileFile.read(profile) {
        case .desfire(let profile): try plan(profile)
        case .fmcos(let profile):
            try tell("an FMCOS card") { try RehearsedCards.make(profile, $0) }
        case .classic(let profile):
            StandardError.write(
                "warning: no new card is issued on MIFARE Classic: its cipher is broken")
            try tell("a MIFARE Classic card") { try RehearsedCards.make(profile, $0) }
        case .transit(let applications):
            try tell("reading a transit card", suffix: "") {
                try RehearsedCards.read(applications, $0)
            }
        }
    }

    private func plan(_ whole: CardProfile) throws {
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
            try tell("a card of an \(generation.rawValue.uppercased())", isTold: isFirst) {
                try RehearsedCards.make(profile, on: generation, $0)
            }
            isFirst = false
        }
        profile.warnings.forEach { StandardError.write("warning: \($0)") }
    }

    private func tell(
        _ what: String, suffix: String = " fresh from the factory", isTold: Bool = true,
        _ rehearse: ((String) -> Void) throws -> Int
    ) throws {
        do {
            let exchanges = try rehearse { line in if isTold { print(line) } }
            print("\(what)\(suffix): \(exchanges) APDUs")
        } catch {
            StandardError.write("kiosk card plan: no card comes of this profile: \(error)")
            throw ExitCode.failure
        }
    }
}
