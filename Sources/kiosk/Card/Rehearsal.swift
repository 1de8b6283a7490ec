import CampusCard
import CardEncoding

/// A job on a virtual chip, told line by line.
struct Rehearsal<Procedure: CardProcedure> {
    /// The chip, as it is brought into the field and answers there.
    let activate: () -> Void
    let transmit: ([UInt8]) -> [UInt8]
    /// What a step does, by its name.
    let meaning: (String) -> String?
    private(set) var exchanges = 0
    private var told: EncodingStep?

    init(
        activate: @escaping () -> Void, transmit: @escaping ([UInt8]) -> [UInt8],
        meaning: @escaping (String) -> String?
    ) {
        self.activate = activate
        self.transmit = transmit
        self.meaning = meaning
    }

    /// Does the job. - Throws: the encoder's fault when the profile leads to no card.
    mutating func run(_ job: CardJob<Procedure>, _ tell: (String) -> Void) throws {
        var job = job
        var input = EncodingInput.begin
        while true {
            switch job.next(input) {
            case .resetField:
                activate()
                input = .fieldReset
            case .checkpoint: input = .recorded
            case .transmit(let apdu, let step):
                let answer = transmit(apdu)
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
        tell("\(step.name): \(meaning(step.name) ?? "")")
    }
}
