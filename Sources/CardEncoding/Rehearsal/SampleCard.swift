package import CampusCard
package import CardPrimitives

/// A card that no campus issued, with everything that a store would grant for it: to try a profile
/// out, and to measure. Its keys are known to everybody and open nothing.
package struct SampleCard: Sendable {
    /// A constant below is no legal value of its type.
    struct Illegal: Error {}

    package let uid: CardUID
    package let profile: CardProfile
    private let cardNumber = CardNumber(104_233)
    private let issueNumber = IssueNumber(7)

    package init(uid: CardUID, profile: CardProfile) {
        self.uid = uid
        self.profile = profile
    }

    /// From a blank to the card with its first status.
    package func plan() throws -> PersonalisationPlan {
        guard let first = RecordDate(year: 2026, month: 9, day: 1),
            let last = RecordDate(year: 2030, month: 7, day: 31),
            let seal = CardSeal([UInt8](repeating: 0x5E, count: CardSeal.length))
        else { throw Illegal() }
        let identity = IdentityRecord(
            holderClass: .student, cardNumber: cardNumber, issueNumber: issueNumber,
            studentNumber: StudentNumber(validated: "202401234"), validFrom: first, validTo: last)
        let grant = Personalisation(
            uid: uid, cardNumber: cardNumber, issueNumber: issueNumber,
            identityRecord: identity.encoded(seal: seal, as: profile.identity.record).hex,
            statusRecord: try status(counter: 1).encoded(as: profile.status.record).hex,
            keys: keys)
        return try PersonalisationPlan(grant, profile: profile)
    }

    /// From the status that `plan` writes to the next.
    package func update() throws -> StatusUpdatePlan {
        StatusUpdatePlan(
            uid: uid, profile: profile, readingKey: try key(.reading),
            updatingKey: try key(.updating), old: try status(counter: 1),
            new: try status(counter: 2))
    }

    package func key(_ role: ApplicationKeyRole) throws -> SecretKey {
        guard let set = CardKeySet(keys, numbers: profile.keys) else { throw Illegal() }
        return set.key(role)
    }

    private var keys: CardKeyGrant {
        CardKeyGrant(
            generation: 0x31, piccMasterKey: Self.key(from: 0xA0),
            applicationKeys: [0x10, 0x20, 0x30, 0x40, 0x50].map(Self.key))
    }

    /// Sixteen bytes that count up.
    private static func key(from first: UInt8) -> String { (0..<16).map { first + $0 }.hex }

    private func status(counter: UInt32) throws -> StatusRecord {
        guard let day = RecordDate(year: 2026, month: 11, day: 23) else { throw Illegal() }
        return StatusRecord(
            flag: .clear, goodAsOf: ListVersion(5_021), limitsGeneration: 3,
            singleLimit: Money(fen: 5_000), dailyLimit: Money(fen: 20_000),
            updateCounter: counter, writtenOn: day)
    }
}
