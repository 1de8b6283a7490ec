import CampusCard
import CardEncoding
import CardPrimitives
import Testing

@testable import VirtualChips

/// One FMCOS card of profile B.
enum FMCOSFixture {
    static let uid = CardUID([0x5A, 0x01, 0x02, 0x03])
    static let name = [UInt8]("CAMPUS".utf8)

    static func profile(hasPurse: Bool = true) -> FMCOSProfile {
        FMCOSProfile(applicationName: name, hasPurse: hasPurse)
    }

    static let keys = FMCOSKeySet(
        cardMaster: key(0xA0), applicationMaster: key(0x10), reading: key(0x20), line: key(0x30),
        proving: key(0x40), load: key(0x50), purchase: key(0x60))

    private static func key(_ first: UInt8) -> SecretKey { SecretKey(CardFixture.key(first)) }

    static func plan(hasPurse: Bool = true) throws -> FMCOSPersonalisationPlan {
        let (record, seal) = try IdentityRecord.decode(CardFixture.identity(), as: .standard)
        return FMCOSPersonalisationPlan(
            uid: try #require(uid), profile: profile(hasPurse: hasPurse), keys: keys,
            identity: record, seal: seal, status: try CardFixture.status())
    }

    static func blank(uid: CardUID? = uid) throws -> VirtualFMCOS {
        VirtualFMCOS(memory: FMCOSMemory(uid: try #require(uid)), random: SeededRandom(31))
    }

    static func reading() throws -> ReadFMCOSCard {
        ReadFMCOSCard(
            uid: try #require(uid), keys: keys, profile: profile(), random: SeededRandom(32))
    }

    static func update(unblocks: Bool = false) throws -> FMCOSUpdatePlan {
        FMCOSUpdatePlan(
            uid: try #require(uid), profile: profile(), keys: keys,
            old: try CardFixture.status(), new: try CardFixture.status(flag: .stopped, counter: 2),
            unblocks: unblocks)
    }
}

/// Drives jobs against a virtual FMCOS card, with an interference for chosen exchanges.
struct FMCOSBench {
    let chip: VirtualFMCOS
    var interferences: [Int: Interference] = [:]
    private(set) var exchanges = 0
    private(set) var steps: [String] = []
    private(set) var checkpoints: [EncodingCheckpoint] = []
    /// Asked after each exchange.
    var isAcceptable: (VirtualFMCOS, [EncodingCheckpoint]) -> Bool = { _, _ in true }
    private(set) var unacceptable: [Int] = []

    private static let requestLimit = 600

    init(_ chip: VirtualFMCOS, _ interferences: [Int: Interference] = [:]) {
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
        case .none: return .answer(answer(apdu))
        case .lostCommand:
            chip.fieldLost()
            return .lost
        case .lostAnswer:
            _ = answer(apdu)
            chip.fieldLost()
            return .lost
        case .torn(let outcome):
            chip.tear(apdu, leaving: outcome)
            return .lost
        case .corrupted(let byte, let mask):
            var bytes = answer(apdu)
            bytes[min(byte, bytes.count - 1)] ^= mask
            return .answer(bytes)
        }
    }

    /// The reader itself answers for the UID.
    private func answer(_ apdu: [UInt8]) -> [UInt8] {
        apdu.first == 0xFF ? chip.uid.bytes + [0x90, 0x00] : chip.transmit(apdu)
    }
}
