import CampusCard
import CardEncoding
import CardPrimitives
import Simulator
import VirtualChips

/// A chip of profile A that a store's plan has made into a card, and the job that reads it.
enum PersonalisedChip {
    struct Unmade: Error {}

    private static let keys: [[UInt8]] = (0..<6).map { key in
        (0..<16).map { UInt8(key << 4 | 1) &+ $0 }
    }

    private static func uid() throws -> CardUID {
        guard let uid = CardUID(hex: "04DE5F1EACC040") else { throw Unmade() }
        return uid
    }

    private static let profile = CardProfile(
        applicationID: CardFormat.standard.applicationID, hardwareMajors: [0x12, 0x33])

    static func reading() throws -> ReadCard {
        try ReadCard(
            uid: uid(), readingKey: SecretKey(keys[2]), profile: profile,
            random: CountedRandom(5))
    }

    /// Its memory after a personalisation.
    static func memory() throws -> ChipMemory {
        let chip = VirtualDESFire(uid: try uid(), random: CountedRandom(11))
        var job = PersonaliseCard(plan: try plan(), random: CountedRandom(3))
        var input = EncodingInput.begin
        while true {
            switch job.next(input) {
            case .done: return chip.memory
            case .fault: throw Unmade()
            case .checkpoint: input = .recorded
            case .resetField:
                _ = chip.activate()
                input = .fieldReset
            case .transmit(let apdu, _): input = .answer(chip.transmit(apdu))
            }
        }
    }

    private static func plan() throws -> PersonalisationPlan {
        guard let from = RecordDate(year: 2026, month: 9, day: 1),
            let to = RecordDate(year: 2030, month: 7, day: 31),
            let seal = CardSeal([1, 2, 3, 4, 5, 6, 7, 8])
        else { throw Unmade() }
        let identity = IdentityRecord(
            holderClass: .student, cardNumber: CardNumber(104_233), issueNumber: IssueNumber(7),
            studentNumber: StudentNumber(validated: "202401234"), validFrom: from, validTo: to)
        let status = StatusRecord(
            flag: .clear, goodAsOf: ListVersion(5_021), limitsGeneration: 3,
            singleLimit: Money(fen: 5_000), dailyLimit: Money(fen: 20_000), updateCounter: 1,
            writtenOn: from)
        let grant = Personalisation(
            uid: try uid(), cardNumber: CardNumber(104_233), issueNumber: IssueNumber(7),
            identityRecord: identity.encoded(seal: seal, as: .standard).hex,
            statusRecord: status.encoded(as: .standard).hex,
            keys: CardKeyGrant(
                generation: 0x31, piccMasterKey: keys[0].hex,
                applicationKeys: keys.dropFirst().map(\.hex)))
        return try PersonalisationPlan(grant, profile: profile)
    }
}
