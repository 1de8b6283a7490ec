import CampusCard
import CardEncoding
import CardPrimitives
import VirtualChips
import Testing

/// One card of profile A, with everything that a store would grant for it.
enum CardFixture {
    static let generation: UInt8 = 0x31
    static let uid = CardUID([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40])
    static let applicationID = CardFormat.standard.applicationID

    static func profile() throws -> CardProfile {
        CardProfile(applicationID: applicationID, hardwareMajors: [0x12, 0x33])
    }

    static func identity(issue: UInt16 = 7) throws -> [UInt8] {
        let from = try #require(RecordDate(year: 2026, month: 9, day: 1))
        let to = try #require(RecordDate(year: 2030, month: 7, day: 31))
        let record = IdentityRecord(
            holderClass: .student, cardNumber: CardNumber(104_233),
            issueNumber: IssueNumber(issue), studentNumber: StudentNumber(validated: "202401234"),
            validFrom: from, validTo: to)
        return record.encoded(
            seal: try #require(CardSeal([1, 2, 3, 4, 5, 6, 7, 8])), as: .standard)
    }

    static func status(flag: StatusRecord.Flag = .clear, counter: UInt32 = 1) throws -> StatusRecord
    {
        StatusRecord(
            flag: flag, goodAsOf: ListVersion(5_021), limitsGeneration: 3,
            singleLimit: Money(fen: 5_000), dailyLimit: Money(fen: 20_000), updateCounter: counter,
            writtenOn: try #require(RecordDate(year: 2026, month: 11, day: 23)))
    }

    /// Sixteen bytes that begin with `first` and count up.
    static func key(_ first: UInt8) -> [UInt8] { (0..<16).map { first + $0 } }

    static func grant(issue: UInt16 = 7, uid: CardUID? = uid) throws -> Personalisation {
        Personalisation(
            uid: try #require(uid), cardNumber: CardNumber(104_233),
            issueNumber: IssueNumber(issue), identityRecord: try identity(issue: issue).hex,
            statusRecord: try status().encoded(as: .standard).hex,
            keys: CardKeyGrant(
                generation: generation, piccMasterKey: key(0xA0).hex,
                applicationKeys: [0x10, 0x20, 0x30, 0x40, 0x50].map { key($0).hex }))
    }

    static func plan(issue: UInt16 = 7, uid: CardUID? = uid) throws -> PersonalisationPlan {
        try PersonalisationPlan(try grant(issue: issue, uid: uid), profile: profile())
    }

    static func blank(
        _ generation: ChipGeneration = .ev2, uid: CardUID? = uid
    ) throws -> VirtualDESFire {
        VirtualDESFire(
            uid: try #require(uid), generation: generation, random: SeededRandom(11))
    }

    static func personalise(
        _ plan: PersonalisationPlan, seed: UInt64 = 5
    ) -> PersonaliseCard {
        PersonaliseCard(plan: plan, random: SeededRandom(seed))
    }

    static func read(_ seed: UInt64 = 6) throws -> ReadCard {
        ReadCard(
            uid: try #require(uid), readingKey: SecretKey(key(0x20)), profile: try profile(),
            random: SeededRandom(seed))
    }
}
