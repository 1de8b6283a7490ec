import CampusCard
import CardEncoding
import CardPrimitives
import Simulator

/// One card of profile A with everything that a store would grant for it. Its keys open nothing.
struct SampleCard {
    /// A constant below is no legal value of its type.
    struct Illegal: Error {}

    let uid: CardUID
    private let cardNumber = CardNumber(104_233)
    private let issueNumber = IssueNumber(7)

    init(uid: CardUID) {
        self.uid = uid
    }

    private static func key(_ first: UInt8) -> [UInt8] { (0..<16).map { first + $0 } }

    var readingKey: SecretKey { SecretKey(Self.key(0x20)) }

    func profile() throws -> CardProfile {
        guard let application = ApplicationID(hex: "F58801") else { throw Illegal() }
        return CardProfile(applicationID: application, hardwareMajors: [0x12, 0x33])
    }

    func plan() throws -> PersonalisationPlan {
        guard let first = RecordDate(year: 2026, month: 9, day: 1),
            let last = RecordDate(year: 2030, month: 7, day: 31),
            let seal = CardSeal([UInt8](repeating: 0x5E, count: CardSeal.length))
        else { throw Illegal() }
        let identity = IdentityRecord(
            holderClass: .student, cardNumber: cardNumber, issueNumber: issueNumber,
            studentNumber: StudentNumber(validated: "202401234"), validFrom: first, validTo: last)
        let keys = CardKeyGrant(
            generation: 0x31, piccMasterKey: Self.key(0xA0).hex,
            applicationKeys: [0x10, 0x20, 0x30, 0x40, 0x50].map { Self.key($0).hex })
        return try PersonalisationPlan(
            Personalisation(
                uid: uid, cardNumber: cardNumber, issueNumber: issueNumber,
                identityRecord: identity.encoded(seal: seal).hex,
                statusRecord: try status(.clear, counter: 1).encoded.hex, keys: keys),
            profile: profile())
    }

    /// From the status that `plan` writes to the next.
    func update() throws -> StatusUpdatePlan {
        StatusUpdatePlan(
            uid: uid, profile: try profile(), readingKey: readingKey,
            updatingKey: SecretKey(Self.key(0x30)), old: try status(.clear, counter: 1),
            new: try status(.clear, counter: 2))
    }

    private func status(_ flag: StatusRecord.Flag, counter: UInt32) throws -> StatusRecord {
        guard let day = RecordDate(year: 2026, month: 11, day: 23) else { throw Illegal() }
        return StatusRecord(
            flag: flag, goodAsOf: ListVersion(5_021), limitsGeneration: 3,
            singleLimit: Money(fen: 5_000), dailyLimit: Money(fen: 20_000),
            updateCounter: counter, writtenOn: day)
    }
}
