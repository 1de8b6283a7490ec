import CampusCard
import CardEncoding
import Foundation

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

    init(_ contents: CardContents, _ format: CardFormat) throws(RecordFault) {
        let (identity, seal) = try IdentityRecord.decode(
            contents.identity, as: format.identity)
        let status = try StatusRecord.decode(contents.status, as: format.status)
        uid = contents.uid.description
        self.identity = Identity(
            holderClass: "\(identity.holderClass)", cardNumber: identity.cardNumber.value,
            issueNumber: identity.issueNumber.value, studentNumber: identity.studentNumber.text,
            validFrom: "\(identity.validFrom)", validTo: "\(identity.validTo)",
            seal: seal.bytes.hex)
        self.status = Status(
            flag: "\(status.flag)", goodAsOf: status.goodAsOf.value,
            limitsGeneration: status.limitsGeneration, singleLimitFen: status.singleLimit.fen,
            dailyLimitFen: status.dailyLimit.fen, updateCounter: status.updateCounter,
            writtenOn: "\(status.writtenOn)")
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
