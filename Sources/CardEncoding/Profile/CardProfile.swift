import CampusCard

/// Profile A, as far as a campus chooses it: which application, which chips. Read from
/// `kiosk-config/cards/`.
///
/// What the recovery rules rely on (key settings, access rights, file sizes) is fixed below.
package struct CardProfile: Hashable, Sendable, Codable {
    /// The application's AID.
    package let applicationID: ApplicationID
    /// Major versions of the hardware that are taken: 18 (12 hex) is EV2, 51 (33 hex) EV3.
    package let hardwareMajors: [UInt8]

    package init(applicationID: ApplicationID, hardwareMajors: [UInt8]) {
        self.applicationID = applicationID
        self.hardwareMajors = hardwareMajors
    }

    /// Key settings of card and application: master key and settings stay changeable, listing and
    /// structure need key 0, every key change needs key 0.
    static let keySettings: UInt8 = 0x09
    /// Five AES keys.
    static let keyNumbers: UInt8 = 0x80 | 5
    /// Slot of the card's master key with the mark "AES".
    static let cardKeySlot: UInt8 = 0x80
    /// Read with key 1, write with key 2, both with key 0, change with key 0; least significant
    /// byte first.
    static let accessRights: [UInt8] = [0x00, 0x12]
    /// Full protection.
    static let communicationMode: UInt8 = 0x03

    /// Key numbers of the application.
    enum KeyNumber: UInt8 {
        case administration = 0
        case reading = 1
        case updating = 2
        case purse = 3
        case topUp = 4
    }
}

/// A DESFire application identifier: three bytes, written most significant first, sent least
/// significant first.
package struct ApplicationID: Hashable, Sendable, CustomStringConvertible {
    /// The card itself.
    static let card = ApplicationID(0)
    let value: UInt32

    private init(_ value: UInt32) { self.value = value }

    /// Nil unless there are six hex digits that do not all stand for zero.
    package init?(hex: String) {
        guard let bytes = [UInt8](hex: hex), bytes.count == 3, bytes != [0, 0, 0] else {
            return nil
        }
        value = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// As it is sent.
    package var sent: [UInt8] { (0..<3).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    package var description: String { sent.reversed().hex }
}

extension ApplicationID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = ApplicationID(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "an application identifier is six hex digits, not all zero")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
