import CardEncoding
import VirtualChips

/// A virtual card as a bench handles it.
protocol BenchChip: AnyObject {
    func activate() -> [UInt8]
    func fieldLost()
    /// The answer to what the reader is sent.
    func answer(_ apdu: [UInt8]) -> [UInt8]
    /// Takes the field away while the card works.
    func tear(_ apdu: [UInt8], leaving outcome: TornWrite)
}

/// Drives jobs against a virtual card, with an interference for chosen exchanges.
struct ChipBench<Chip: BenchChip> {
    let chip: Chip
    var interferences: [Int: Interference] = [:]
    private(set) var exchanges = 0
    private(set) var steps: [String] = []
    private(set) var checkpoints: [EncodingCheckpoint] = []
    /// Asked after each exchange.
    var isAcceptable: (Chip, [EncodingCheckpoint]) -> Bool = { _, _ in true }
    private(set) var unacceptable: [Int] = []

    private static var requestLimit: Int { 600 }

    init(_ chip: Chip, _ interferences: [Int: Interference] = [:]) {
        self.chip = chip
        self.interferences = interferences
    }

    mutating func run<Procedure: CardProcedure>(
        _ job: CardJob<Procedure>
    ) throws -> JobEnd<Procedure.Facts> {
        var job = job
        var input = EncodingInput.begin
        for _ in 0..<Self.requestLimit {
            switch job.next(input) {
            case .resetField:
                _ = chip.activate()
                input = .fieldReset
            case .checkpoint(let checkpoint):
                checkpoints.append(checkpoint)
                input = .recorded
            case .transmit(let apdu, let step):
                if steps.last != step.name { steps.append(step.name) }
                input = exchange(apdu)
                if !isAcceptable(chip, checkpoints) { unacceptable.append(exchanges - 1) }
            case .done(let facts): return .done(facts)
            case .fault(let fault): return .fault(fault)
            }
        }
        throw BenchFault.endless
    }

    private mutating func exchange(_ apdu: [UInt8]) -> EncodingInput {
        defer { exchanges += 1 }
        switch interferences[exchanges] ?? .none {
        case .none: return .answer(chip.answer(apdu))
        case .lostCommand:
            chip.fieldLost()
            return .lost
        case .lostAnswer:
            _ = chip.answer(apdu)
            chip.fieldLost()
            return .lost
        case .torn(let outcome):
            chip.tear(apdu, leaving: outcome)
            return .lost
        case .answered(let bytes): return .answer(bytes)
        case .corrupted(let byte, let mask):
            var bytes = chip.answer(apdu)
            bytes[min(byte, bytes.count - 1)] ^= mask
            return .answer(bytes)
        }
    }
}
