import CampusCard
import CardEncoding

/// What a card holds, in the words of a job file.
struct CardText: Encodable {
    struct Identity: Encodable {
        let holderClass: String
        let cardNumber: UInt32
        let issueNumber: UInt16
        let studentNumber: String
        let validFrom: String
        let validTo: String
        let seal: String
    }

    struct Status: Encodable {
        let flag: String
        let goodAsOf: UInt32
        let limitsGeneration: UInt32
        let singleLimitFen: Int64
        let dailyLimitFen: Int64
        let updateCounter: UInt32
        let writtenOn: String
    }

    let uid: String
    let identity: Identity
    let status: Status
    /// In fen; only on a card with a purse.
    let balanceFen: UInt32?

    init(_ contents: CardContents, _ format: CardFormat) throws(RecordFault) {
        self.init(
            contents.uid, try IdentityRecord.decode(contents.identity, as: format.identity),
            try StatusRecord.decode(contents.status, as: format.status))
    }

    init(_ contents: FMCOSContents, _ profile: FMCOSProfile) throws(RecordFault) {
        self.init(
            contents.uid, try IdentityRecord.decode(contents.identity, as: profile.identity),
            contents.status, balanceFen: contents.balance)
    }

    private init(
        _ uid: CardUID, _ sealed: (record: IdentityRecord, seal: CardSeal),
        _ status: StatusRecord, balanceFen: UInt32? = nil
    ) {
        let identity = sealed.record
        self.uid = uid.description
        self.balanceFen = balanceFen
        self.identity = Identity(
            holderClass: "\(identity.holderClass)", cardNumber: identity.cardNumber.value,
            issueNumber: identity.issueNumber.value, studentNumber: identity.studentNumber.text,
            validFrom: "\(identity.validFrom)", validTo: "\(identity.validTo)",
            seal: sealed.seal.bytes.hex)
        self.status = Status(
            flag: "\(status.flag)", goodAsOf: status.goodAsOf.value,
            limitsGeneration: status.limitsGeneration, singleLimitFen: status.singleLimit.fen,
            dailyLimitFen: status.dailyLimit.fen, updateCounter: status.updateCounter,
            writtenOn: "\(status.writtenOn)")
    }
}
