package import CampusCard
package import CardPrimitives

/// The two keys of a sector, six bytes each.
package struct ClassicSectorKeys: Sendable, CustomStringConvertible {
    package let a: SecretKey
    package let b: SecretKey

    /// - Precondition: keys of six bytes.
    package init(a: SecretKey, b: SecretKey) {
        precondition(
            a.count == ClassicLayout.keyLength && b.count == ClassicLayout.keyLength,
            "a sector's key has 6 bytes")
        self.a = a
        self.b = b
    }

    package var description: String { "ClassicSectorKeys(withheld)" }

    /// As a sector is delivered: FF in every byte.
    package static let transport = ClassicSectorKeys(
        a: SecretKey([UInt8](repeating: 0xFF, count: ClassicLayout.keyLength)),
        b: SecretKey([UInt8](repeating: 0xFF, count: ClassicLayout.keyLength)))

    /// Everybody may read a directory, by the key A that is written down for it (AN10787, 3.3).
    package static func directory(b: SecretKey) -> ClassicSectorKeys {
        ClassicSectorKeys(a: SecretKey([0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5]), b: b)
    }
}

/// How a campus marks its MIFARE Classic cards (profile C). The cipher of these cards is broken and their UID can be
/// copied: no new card is issued with one, no money and nothing personal lies on it, and a terminal asks the store. It
/// is here so that cards that are in pockets can be moved to another kind.
package struct ClassicProfile: Hashable, Sendable {
    /// Sectors that may be the campus's; 0 is the directory's.
    package static let dataSectors = 1...15

    package let sector: Int
    /// The campus in the directory.
    package let application: UInt16

    /// - Precondition: a sector with data, and an application that is registered: 0 stands for a free sector.
    package init(sector: Int, application: UInt16) {
        precondition(
            Self.dataSectors.contains(sector) && application != 0,
            "sector \(sector) is none of 1 to 15, or application \(application) is none")
        self.sector = sector
        self.application = application
    }

    /// What the directory says of a card of this campus, and of nobody else.
    var directory: ClassicDirectory {
        var directory = ClassicDirectory()
        directory.applications[sector - 1] = application
        return directory
    }
}

/// What a card shows: which card it is, and the store's seal on it and its UID. One block, of which the card has two copies:
/// a loss of power may leave one of them half written.
///
/// | bytes | field |
/// |---|---|
/// | 0 | layout version, 01 |
/// | 1 | 00, or 01 when the card is stopped |
/// | 2–5 | card number, most significant byte first |
/// | 6–7 | issue number |
/// | 8–15 | seal |
package struct ClassicRecord: Hashable, Sendable {
    private static let version: UInt8 = 0x01

    package let cardNumber: CardNumber
    package let issueNumber: IssueNumber
    package let isStopped: Bool
    package let seal: CardSeal

    package init(
        cardNumber: CardNumber, issueNumber: IssueNumber, isStopped: Bool = false, seal: CardSeal
    ) {
        self.cardNumber = cardNumber
        self.issueNumber = issueNumber
        self.isStopped = isStopped
        self.seal = seal
    }

    /// Nil for bytes that are no such record. The seal comes back unchecked: only the store can check it.
    package init?(block: [UInt8]) {
        guard block.count == ClassicLayout.blockLength, block[0] == Self.version, block[1] <= 1,
            let seal = CardSeal(Array(block[8...]))
        else { return nil }
        self.init(
            cardNumber: CardNumber(block[2..<6].reduce(0) { $0 << 8 | UInt32($1) }),
            issueNumber: IssueNumber(block[6..<8].reduce(0) { $0 << 8 | UInt16($1) }),
            isStopped: block[1] == 1, seal: seal)
    }

    package var block: [UInt8] {
        let number = cardNumber.value
        let issue = issueNumber.value
        return [Self.version, isStopped ? 1 : 0]
            + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
            + [UInt8(issue >> 8), UInt8(issue & 0xFF)] + seal.bytes
    }
}

/// Everything that one blank needs to become one card. It lives for one case.
package struct ClassicPlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: ClassicProfile
    package let record: ClassicRecord
    /// Of the campus's sector.
    package let keys: ClassicSectorKeys
    /// Of the directory's sector.
    package let directoryKeys: ClassicSectorKeys

    /// - Parameter directoryWriting: key B of the directory.
    package init(
        uid: CardUID, profile: ClassicProfile, record: ClassicRecord, keys: ClassicSectorKeys,
        directoryWriting: SecretKey
    ) {
        self.uid = uid
        self.profile = profile
        self.record = record
        self.keys = keys
        directoryKeys = .directory(b: directoryWriting)
    }

    package var description: String { "ClassicPlan(\(uid))" }
}
