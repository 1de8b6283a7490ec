/// What one blank is to become: records and keys of one card for one case. It lives in memory for that case only.
package struct Personalisation: Hashable, Sendable, Codable {
    package let uid: CardUID
    package let cardNumber: CardNumber
    package let issueNumber: IssueNumber
    /// The identity file as hex.
    package let identityRecord: String
    /// The status file as hex.
    package let statusRecord: String
    package let keys: CardKeyGrant
    /// Nil where no store has to know of it again.
    package let note: StoreNote?

    package init(
        uid: CardUID, cardNumber: CardNumber, issueNumber: IssueNumber, identityRecord: String,
        statusRecord: String, keys: CardKeyGrant, note: StoreNote? = nil
    ) {
        self.uid = uid
        self.cardNumber = cardNumber
        self.issueNumber = issueNumber
        self.identityRecord = identityRecord
        self.statusRecord = statusRecord
        self.keys = keys
        self.note = note
    }
}

/// The diversified keys of one card (AN10922), as hex. A secret: it prints as its generation only.
package struct CardKeyGrant: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The number of application keys in profile A.
    package static let applicationKeyCount = 5
    /// The version byte that the card reports for its keys.
    package let generation: UInt8
    package let piccMasterKey: String
    /// Keys 0 to 4 of the campus application.
    package let applicationKeys: [String]

    package init(generation: UInt8, piccMasterKey: String, applicationKeys: [String]) {
        self.generation = generation
        self.piccMasterKey = piccMasterKey
        self.applicationKeys = applicationKeys
    }

    package var description: String { "CardKeyGrant(generation \(generation), keys withheld)" }
}
