import CampusCard

/// What one bound blank is to become: the records and keys of one card for one case.
struct CardPlan {
    private let card: CardRecord
    private let identity: IdentityRecord
    private let status: StatusRecord
    private let keys: any MasterKeys
    private let format: CardFormat

    init(card: CardRecord, holder: Cardholder, _ transaction: StoreTransaction) throws {
        let policy = transaction.policy
        let today = CampusDay(wall: card.boundAt, policy: policy)
        guard let first = today.recordDate,
            let last = today.adding(days: policy.cardValidDays).recordDate
        else { throw StoreFailure("plan a card: the store's clock is outside 2000 to 2099") }
        self.card = card
        keys = transaction.keys
        format = transaction.environment.cardFormat
        identity = IdentityRecord(
            holderClass: holder.holderClass, cardNumber: card.cardNumber,
            issueNumber: card.issueNumber, studentNumber: holder.studentNumber, validFrom: first,
            validTo: last)
        status = StatusRecord(
            flag: .clear, goodAsOf: card.goodAsOf, limitsGeneration: Self.firstGeneration,
            singleLimit: policy.singleLimit, dailyLimit: policy.dailyLimit,
            updateCounter: Self.firstWrite, writtenOn: first)
    }

    private static let firstGeneration: UInt32 = 1
    private static let firstWrite: UInt32 = 1

    /// The answer to a bind. The same card gives the same bytes again.
    func personalisation(note: StoreNote) throws -> Personalisation {
        let application = format.applicationID
        let sealed = try keys.seal(
            identity.sealedBytes(uid: card.uid, as: format.identity), for: card.uid, application)
        guard let seal = CardSeal(sealed) else { preconditionFailure("a seal has eight bytes") }
        return Personalisation(
            uid: card.uid, cardNumber: card.cardNumber, issueNumber: card.issueNumber,
            identityRecord: identity.encoded(seal: seal, as: format.identity).hex,
            statusRecord: status.encoded(as: format.status).hex,
            keys: try keys.grant(for: card.uid, application), note: note)
    }
}
