import CampusCard
import CardEncoding

/// What a MIFARE Classic card of the campus holds.
struct ClassicText: Encodable {
    let uid: String
    let cardNumber: UInt32
    let issueNumber: UInt16
    let isStopped: Bool
    let seal: String

    init(_ uid: CardUID, _ record: ClassicRecord) {
        self.uid = uid.description
        cardNumber = record.cardNumber.value
        issueNumber = record.issueNumber.value
        isStopped = record.isStopped
        seal = record.seal.bytes.hex
    }
}
