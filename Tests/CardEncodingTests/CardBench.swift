import CardEncoding
import CardPrimitives
import VirtualChips
import Testing

/// How a job on the bench ended.
enum JobEnd<Facts: Hashable & Sendable>: Hashable {
    case done(Facts)
    case fault(EncodingFault)

    var isDone: Bool {
        switch self {
        case .done: true
        case .fault: false
        }
    }
}

/// What happens to one exchange on the bench.
enum Interference: Hashable {
    case none
    /// The command never reaches the card.
    case lostCommand
    /// The card acts, and its answer is lost.
    case lostAnswer
    /// The card loses power while it acts.
    case torn(TornWrite)
    /// One byte of the answer is changed.
    case corrupted(byte: Int, mask: UInt8)
    /// The reader answers this, and the card does nothing.
    case answered([UInt8])
}

/// One thing that a job asked for, as the journal and the trace would see it.
enum BenchEvent: Hashable {
    case sent(EncodingStep)
    case checkpoint(EncodingCheckpoint)
    case reset
}

/// Drives jobs against a virtual chip, with an interference for chosen exchanges, counted from zero
/// over the life of the bench.
struct CardBench {
    let chip: VirtualDESFire
    var interferences: [Int: Interference] = [:]
    /// What the card answers in place of its own word at one step.
    var refusal: Refusal?
    private(set) var exchanges = 0
    private(set) var events: [BenchEvent] = []
    /// Lengths of the answers, by exchange, as the card gave them.
    private(set) var answerLengths: [Int] = []
    /// Asked after each exchange.
    var isAcceptable: (VirtualDESFire, [BenchEvent]) -> Bool = { _, _ in true }
    /// The exchanges after which the answer was no.
    private(set) var unacceptable: [Int] = []

    /// More requests than any job of two recoveries makes.
    private static let requestLimit = 400

    init(_ chip: VirtualDESFire, _ interferences: [Int: Interference] = [:]) {
        self.chip = chip
        self.interferences = interferences
    }

    /// A status byte in place of the answers to a step's APDUs.
    struct Refusal: Hashable {
        let step: String
        let status: StatusWord
        /// Whether the card carries the command out before it answers so.
        let isCarriedOut: Bool
        /// How many more times.
        var count: Int
    }

    /// Runs a job to its end.
    /// - Parameters:
    ///   - first: `lost` for a job that was waiting for an answer when it was forked.
    ///   - fork: called for each exchange, with the job as it waits for the answer, and with the
    ///     memory of a chip that never saw the command, of one that carried it out, and where power
    ///     can be lost within, of one that was torn there.
    mutating func run<Procedure: CardProcedure>(
        _ job: CardJob<Procedure>, first: EncodingInput = .begin,
        fork: ((CardJob<Procedure>, ChipMemory) throws -> Void)? = nil
    ) throws -> JobEnd<Procedure.Facts> {
        var job = job
        var input = first
        for _ in 0..<Self.requestLimit {
            switch job.next(input) {
            case .resetField:
                _ = chip.activate()
                events.append(.reset)
                input = .fieldReset
            case .checkpoint(let checkpoint):
                events.append(.checkpoint(checkpoint))
                input = .recorded
            case .transmit(let apdu, let step):
                if events.last != .sent(step) { events.append(.sent(step)) }
                let before = chip.memory
                try fork?(job, before)
                input = refused(apdu, at: step) ?? exchange(apdu)
                try fork?(job, chip.memory)
                if let torn = chip.memory.damaged(since: before) { try fork?(job, torn) }
                if !isAcceptable(chip, events) { unacceptable.append(exchanges - 1) }
            case .done(let facts):
                return .done(facts)
            case .fault(let fault):
                return .fault(fault)
            }
        }
        throw BenchFault.endless
    }

    /// The answer in place of the card's own, where one is due.
    private mutating func refused(_ apdu: [UInt8], at step: EncodingStep) -> EncodingInput? {
        guard let refusal, refusal.step == step.name, refusal.count > 0 else { return nil }
        if refusal.isCarriedOut { _ = chip.transmit(apdu) }
        self.refusal?.count -= 1
        exchanges += 1
        return .answer([0x91, refusal.status.low])
    }

    private mutating func exchange(_ apdu: [UInt8]) -> EncodingInput {
        defer { exchanges += 1 }
        switch interferences[exchanges] ?? .none {
        case .none:
            let answer = chip.transmit(apdu)
            answerLengths.append(answer.count)
            return .answer(answer)
        case .lostCommand:
            chip.fieldLost()
            return .lost
        case .lostAnswer:
            _ = chip.transmit(apdu)
            chip.fieldLost()
            return .lost
        case .torn(let outcome):
            chip.tear(apdu, leaving: outcome)
            return .lost
        case .answered(let answer): return .answer(answer)
        case .corrupted(let byte, let mask):
            var answer = chip.transmit(apdu)
            answer[byte] ^= mask
            return .answer(answer)
        }
    }
}

enum BenchFault: Error {
    case endless
}
