import CampusCard
import CardEncoding
import VirtualChips

/// A personalisation on a virtual chip, told line by line.
struct Rehearsal {
    private static let uid: [UInt8] = [0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40]

    private let profile: CardProfile
    private let generation: ChipGeneration
    private(set) var exchanges = 0
    private var told: EncodingStep?

    init(profile: CardProfile, generation: ChipGeneration) {
        self.profile = profile
        self.generation = generation
    }

    /// Makes the card. - Throws: the encoder's fault when the profile leads to no card.
    mutating func run(_ tell: (String) -> Void) throws {
        guard let uid = CardUID(Self.uid) else { preconditionFailure("seven bytes are a UID") }
        let chip = VirtualDESFire(
            uid: uid, generation: generation, random: SeededChipRandom(seed: "card"))
        var job = PersonaliseCard(
            plan: try SampleCard(uid: uid, profile: profile).plan(),
            random: SeededChipRandom(seed: "reader"))
        var input = EncodingInput.begin
        while true {
            switch job.next(input) {
            case .resetField:
                _ = chip.activate()
                input = .fieldReset
            case .checkpoint: input = .recorded
            case .transmit(let apdu, let step):
                let answer = chip.transmit(apdu)
                describe(step, tell)
                tell("    > \(apdu.hex)\n    < \(answer.hex)")
                exchanges += 1
                input = .answer(answer)
            case .done: return
            case .fault(let fault): throw fault
            }
        }
    }

    /// The step's name and meaning, above its first APDU.
    private mutating func describe(_ step: EncodingStep, _ tell: (String) -> Void) {
        guard step != told else { return }
        told = step
        let meaning = PersonaliseStep(rawValue: step.name)?.meaning(in: profile)
        tell("\(step.name): \(meaning ?? "")")
    }
}
