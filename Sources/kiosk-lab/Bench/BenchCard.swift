import ArgumentParser
import CampusCard
import CardEncoding
import Simulator
import VirtualChips

/// What the encoding of one card costs.
struct BenchCard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card", abstract: "Measure jobs on a card: APDUs, bytes, processor, airtime.",
        discussion: """
            Personalises, reads and updates virtual chips with the production encoder. The \
            processor time is the encoder's alone, as the mean over the cards: its cryptography \
            and its decisions, without the chip's. The airtime is computed from ISO/IEC 14443 for \
            the bytes that went over; the chip's own work, some milliseconds each time it writes, \
            comes on top. The exit status is 1 when a job takes more APDUs than it may.

            Example:
              kiosk-lab bench card --cards 1000
            """)

    @Option(help: "Cards, 1 to 100000.")
    var cards = 200

    @Option(help: "What card it is: desfire-ev2 or desfire-ev3.")
    var kind = ChipKind.desfireEV2

    func validate() throws {
        guard (1...100_000).contains(cards) else {
            throw ValidationError("--cards is \(cards); it must be from 1 to 100000.")
        }
        guard kind.generation == .ev2 || kind.generation == .ev3 else {
            throw ValidationError("profile A is written to desfire-ev2 and desfire-ev3 only")
        }
    }

    func run() throws {
        let profile = CardProfile(
            applicationID: CardFormat.standard.applicationID, hardwareMajors: [0x12, 0x33])
        var series = CardJobSeries(SampleCard(uid: ChipUID.usual.uid, profile: profile))
        guard let generation = kind.generation else { throw ExitCode.failure }
        for _ in 0..<cards { try series.add(generation) }
        print(series.report(cards: cards))
        guard series.isWithinLimits else { throw ExitCode.failure }
    }
}
