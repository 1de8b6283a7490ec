package import CampusCard
package import CardPrimitives

/// How a campus lays out its DESFire cards: application, keys by role, files with their rights.
/// Read from `kiosk-config/cards/`.
///
/// What the recovery rules rely on is the same for every campus and stands in the code: the master
/// keys can be changed, structure and keys need key 0, record files are backup files.
package struct CardProfile: Hashable, Sendable {
    /// The application's AID.
    package let applicationID: ApplicationID
    /// Major versions of the hardware that are taken: 18 (12 hex) is EV2, 51 (33 hex) EV3.
    package let hardwareMajors: [UInt8]
    /// Keys of the makers whose chips are taken; when there are none, no chip is asked.
    package let makerKeys: [MakerKey]
    package let keys: ApplicationKeyNumbers
    package let identity: RecordFileLayout<IdentityField>
    package let status: RecordFileLayout<StatusField>
    /// Nil on cards whose balance lies with the store alone.
    package let purse: PurseLayout?
    /// Nil on cards that keep no record of purchases.
    package let log: LogLayout?
    /// The finished card can never be formatted again (SetConfiguration).
    package let forbidsFormat: Bool

    package init(
        applicationID: ApplicationID, hardwareMajors: [UInt8], makerKeys: [MakerKey] = [],
        keys: ApplicationKeyNumbers = .standard,
        identity: RecordFileLayout<IdentityField> = RecordFileLayout(number: 1),
        status: RecordFileLayout<StatusField> = RecordFileLayout(number: 2),
        purse: PurseLayout? = nil, log: LogLayout? = nil, forbidsFormat: Bool = false
    ) {
        self.applicationID = applicationID
        self.hardwareMajors = hardwareMajors
        self.makerKeys = makerKeys
        self.keys = keys
        self.identity = identity
        self.status = status
        self.purse = purse
        self.log = log
        self.forbidsFormat = forbidsFormat
    }

    /// What the store has to know of it.
    package var format: CardFormat {
        CardFormat(
            applicationID: applicationID, identity: identity.record, status: status.record)
    }

    /// The same for chips that no maker vouches for, such as virtual ones.
    package var withoutMakers: CardProfile {
        CardProfile(
            applicationID: applicationID, hardwareMajors: hardwareMajors, keys: keys,
            identity: identity, status: status, purse: purse, log: log,
            forbidsFormat: forbidsFormat)
    }

    /// Whether a maker that is trusted has signed this UID.
    func isOriginal(_ uid: [UInt8], signature: [UInt8]) -> Bool {
        makerKeys.contains { $0.hasSigned(uid, signature: signature) }
    }

    /// Key settings of card and application: master key and settings stay changeable, listing and
    /// structure need key 0, every key change needs key 0.
    static let keySettings: UInt8 = 0x09
    /// Five AES keys.
    static let keyNumbers: UInt8 = 0x80 | ApplicationKeyNumbers.count
    /// Slot of the card's master key with the mark "AES".
    static let cardKeySlot: UInt8 = 0x80

    /// What cannot be undone on a card of this profile, as sentences for whoever installs it.
    package var warnings: [String] {
        forbidsFormat
            ? ["forbidFormat: a finished card can never be formatted again; this cannot be undone"]
            : []
    }
}
