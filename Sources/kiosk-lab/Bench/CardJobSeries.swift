import CampusCard
import CardEncoding
import CardPrimitives
import Simulator
import VirtualChips

/// The jobs of profile A on card after card, and how their figures read.
struct CardJobSeries {
    private var personalise = CardJobFigures(name: "personalise a blank", apduLimit: 42)
    private var read = CardJobFigures(name: "read", apduLimit: nil)
    private var update = CardJobFigures(name: "update the status", apduLimit: 14)
    private let sample: SampleCard

    init(_ sample: SampleCard) {
        self.sample = sample
    }

    /// One card, from the factory to its first update.
    mutating func add(_ generation: ChipGeneration) throws {
        let random = SeededChipRandom(seed: "bench")
        let chip = VirtualDESFire(uid: sample.uid, generation: generation, random: random)
        try personalise.add(PersonaliseCard(plan: sample.plan(), random: random), on: chip)
        try read.add(
            ReadCard(
                uid: sample.uid, readingKey: sample.key(.reading), profile: sample.profile,
                random: random), on: chip)
        try update.add(UpdateCardStatus(plan: sample.update(), random: random), on: chip)
    }

    private var all: [CardJobFigures] { [personalise, read, update] }

    var isWithinLimits: Bool { all.allSatisfy(\.isWithinLimit) }

    func report(cards: Int) -> String {
        let head = CardJobFigures.head
        return ([head] + all.map { $0.row(cards: cards) }).joined(separator: "\n")
    }
}

/// What one kind of job took.
struct CardJobFigures {
    let name: String
    /// APDUs that it may take at most; nil where nothing is promised.
    let apduLimit: Int?
    /// Of the last job; all are the same.
    private(set) var traffic: [CardTraffic] = []
    private var processor = Duration.zero

    init(name: String, apduLimit: Int?) {
        self.name = name
        self.apduLimit = apduLimit
    }

    /// Runs a job to its end, counting the encoder's own time only.
    mutating func add<Procedure: CardProcedure>(
        _ job: CardJob<Procedure>, on chip: VirtualDESFire
    ) throws {
        var job = job
        var input = EncodingInput.begin
        traffic = []
        while true {
            let start = ProcessUsage.thread()
            let output = job.next(input)
            processor += ProcessUsage.thread() - start
            switch output {
            case .resetField:
                _ = chip.activate()
                input = .fieldReset
            case .checkpoint: input = .recorded
            case .transmit(let apdu, _):
                let answer = chip.transmit(apdu)
                traffic.append(CardTraffic(command: apdu.count, answer: answer.count))
                input = .answer(answer)
            case .done: return
            case .fault(let fault): throw fault
            }
        }
    }

    var isWithinLimit: Bool { apduLimit.map { traffic.count <= $0 } ?? true }

    static let head = columns(
        "job", "APDUs", "at most", "bytes out", "bytes in", "processor", "air at 106", "air at 848")

    func row(cards: Int) -> String {
        Self.columns(
            name, "\(traffic.count)", apduLimit.map(String.init) ?? "-",
            "\(traffic.map(\.command).reduce(0, +))", "\(traffic.map(\.answer).reduce(0, +))",
            Self.milliseconds(processor / cards),
            Self.milliseconds(AirTimeEstimate.at106.duration(traffic)),
            Self.milliseconds(AirTimeEstimate.at848.duration(traffic)))
    }

    private static func columns(_ name: String, _ figures: String...) -> String {
        let padded = figures.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(0, 20 - name.count)) + padded.joined()
    }

    /// With two digits after the point.
    private static func milliseconds(_ duration: Duration) -> String {
        let hundredths = (duration / .microseconds(10)).rounded()
        return "\(hundredths / 100) ms"
    }
}
