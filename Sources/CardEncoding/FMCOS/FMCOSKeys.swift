package import CardPrimitives

/// The keys of one FMCOS card, 16 bytes each, dispersed from the campus's masters by the card's
/// serial.
package struct FMCOSKeySet: Sendable, CustomStringConvertible {
    /// Root, type 39: makes and deletes applications.
    package let cardMaster: SecretKey
    /// Application, type 39: writes the identity and changes keys.
    package let applicationMaster: SecretKey
    /// Application, type 39: reads the identity.
    package let reading: SecretKey
    /// Application, type 36: its MAC writes identity and status, blocks and unblocks.
    package let line: SecretKey
    /// Application, type 34: the card proves itself with it, and makes transaction codes.
    package let proving: SecretKey
    /// Application, type 3F: loads the purse.
    package let load: SecretKey
    /// Application, type 3E: debits the purse.
    package let purchase: SecretKey

    /// - Precondition: keys of 16 bytes.
    package init(
        cardMaster: SecretKey, applicationMaster: SecretKey, reading: SecretKey, line: SecretKey,
        proving: SecretKey, load: SecretKey, purchase: SecretKey
    ) {
        let all = [cardMaster, applicationMaster, reading, line, proving, load, purchase]
        precondition(all.allSatisfy { $0.count == 16 }, "a key of an FMCOS card has 16 bytes")
        self.cardMaster = cardMaster
        self.applicationMaster = applicationMaster
        self.reading = reading
        self.line = line
        self.proving = proving
        self.load = load
        self.purchase = purchase
    }

    package var description: String { "FMCOSKeySet(withheld)" }
}

/// A key as WRITE KEY puts it in (FMCOS 2.0 user manual, 7.12).
struct FMCOSKeyEntry {
    let type: UInt8
    let number: UInt8
    /// State that a change of it needs: F0…FA is "A and above" of this directory.
    private let changeRight: UInt8 = 0xFA
    /// Next state and tries, or version and algorithm.
    let parameters: [UInt8]
    let key: SecretKey

    /// The state that the master key leads to.
    static let masterState: UInt8 = 0xAA
    /// Eight tries, of which eight are left.
    static let eightTries: UInt8 = 0x88

    static func master(_ key: SecretKey) -> FMCOSKeyEntry {
        FMCOSKeyEntry(type: 0x39, number: 0, parameters: [masterState, eightTries], key: key)
    }

    /// Leads to state 1.
    static func reading(_ key: SecretKey) -> FMCOSKeyEntry {
        FMCOSKeyEntry(type: 0x39, number: 1, parameters: [0x11, eightTries], key: key)
    }

    /// Three tries.
    static func line(_ key: SecretKey) -> FMCOSKeyEntry {
        FMCOSKeyEntry(type: 0x36, number: 0, parameters: [0xFF, 0x33], key: key)
    }

    static func proving(_ key: SecretKey) -> FMCOSKeyEntry {
        FMCOSKeyEntry(type: 0x34, number: 0, parameters: [0x00, 0x01], key: key)
    }

    static func purchase(_ key: SecretKey) -> FMCOSKeyEntry {
        FMCOSKeyEntry(type: 0x3E, number: 1, parameters: [0x01, 0x00], key: key)
    }

    static func load(_ key: SecretKey) -> FMCOSKeyEntry {
        FMCOSKeyEntry(type: 0x3F, number: 1, parameters: [0x01, 0x00], key: key)
    }

    /// `type use change parameters key`; bits 6 and 7 of the type ask that later changes come
    /// enciphered and under a MAC. To be wiped by the caller.
    func bytes(isProtected: Bool = false) -> [UInt8] {
        [isProtected ? type | 0xC0 : type, 0xF0, changeRight] + parameters
            + key.withBytes { Array($0) }
    }
}
