package import CampusCard

/// What a virtual FMCOS card keeps without power (FMCOS 2.0 user manual, chapter 4): one root (MF,
/// 3F00) with key file, files and applications (DF), which have the same of their own.
package struct FMCOSMemory: Hashable, Sendable, Codable {
    /// The card's identifier of the anticollision; it proves nothing.
    package let uid: CardUID
    var root: FMCOSDirectory
    /// CARD BLOCK: every command is refused for ever.
    var isBlocked = false

    /// A card as its maker delivers it: under a transport key that may be tried eight times.
    /// - Precondition: a key of 8 or 16 bytes.
    package init(uid: CardUID, transportKey: [UInt8] = [UInt8](repeating: 0xFF, count: 16)) {
        precondition([8, 16].contains(transportKey.count), "a DES key has 8 or 16 bytes")
        self.uid = uid
        root = FMCOSDirectory(
            identifier: 0x3F00, name: [UInt8]("1PAY.SYS.DDF01".utf8), createRight: 0xF0,
            eraseRight: 0xFA, shownFile: 0)
        root.keyFile = FMCOSKeyFile(addRight: 0xFA)
        root.keyFile?.keys = [
            FMCOSKey(
                type: FMCOSKey.externalAuthentication, identifier: 0, useRight: 0xF0,
                changeRight: 0xFA, parameters: [0xAA, 0x88], bytes: transportKey)
        ]
    }
}

/// A directory: the root or an application.
struct FMCOSDirectory: Hashable, Sendable, Codable {
    /// What APPLICATION BLOCK, or too many wrong MACs, made of it.
    enum Lock: Hashable, Sendable, Codable {
        case open
        case temporary
        case forever
    }

    let identifier: UInt16
    let name: [UInt8]
    let createRight: UInt8
    let eraseRight: UInt8
    /// The short identifier (95: file 0015) of the file that a selection shows; 0 for none.
    let shownFile: UInt8
    var keyFile: FMCOSKeyFile?
    var files: [FMCOSFile] = []
    /// Of the root only.
    var applications: [FMCOSDirectory] = []
    var lock = Lock.open
    /// Power was lost while its header was written.
    var isDamaged = false

    /// Nothing is in it: whoever enters it now may do everything, until he leaves.
    var isEmpty: Bool { keyFile == nil && files.isEmpty && applications.isEmpty }
}

/// The keys of a directory.
struct FMCOSKeyFile: Hashable, Sendable, Codable {
    let addRight: UInt8
    var keys: [FMCOSKey] = []
    var isDamaged = false
}

/// A key with its rights.
struct FMCOSKey: Hashable, Sendable, Codable {
    static let internalAuthentication: UInt8 = 0x34
    static let lineProtection: UInt8 = 0x36
    static let externalAuthentication: UInt8 = 0x39
    static let purchase: UInt8 = 0x3E
    static let load: UInt8 = 0x3F
    /// Bits of the type byte: changes need a MAC, and are enciphered too.
    static let protections: UInt8 = 0xC0

    /// With the bits of protection.
    let type: UInt8
    let identifier: UInt8
    let useRight: UInt8
    let changeRight: UInt8
    /// Next state and try counter, or version and algorithm.
    var parameters: [UInt8]
    let bytes: [UInt8]
    /// Power was lost while it was written: its check sum is wrong.
    var isDamaged = false

    /// The type without the bits of protection, which stand at 00 in a plain 3x.
    var kind: UInt8 { type & 0x0F | 0x30 }

    var isProtected: Bool { type & Self.protections == Self.protections }

    /// Tries that are left before the key is locked; the high nibble is what there were.
    var triesLeft: UInt8 { parameters[1] & 0x0F }

    mutating func noteFailure() {
        if triesLeft > 0 { parameters[1] -= 1 }
    }

    mutating func noteSuccess() {
        parameters[1] = parameters[1] & 0xF0 | parameters[1] >> 4
    }
}

/// A file that holds data.
struct FMCOSFile: Hashable, Sendable, Codable {
    /// What the file holds.
    enum Content: Hashable, Sendable, Codable {
        case binary([UInt8])
        /// Records of one length, the newest first, at most `limit` of them.
        case cyclic([[UInt8]], length: Int, limit: Int)
        case purse(FMCOSPurse)
    }

    let identifier: UInt16
    let readRight: UInt8
    let writeRight: UInt8
    /// Bit 7 of the type: writes need a MAC; bit 6: they are enciphered.
    let type: UInt8
    /// Which line protection key a protected write uses.
    let writeKey: UInt8
    var content: Content
    var isDamaged = false

    var needsMAC: Bool { type & 0x80 != 0 }
}

/// An electronic purse (PBOC), with what it proves of its last load.
struct FMCOSPurse: Hashable, Sendable, Codable {
    /// A transaction that was carried out, as GET TRANSACTION PROVE shows it.
    struct Proof: Hashable, Sendable, Codable {
        let type: UInt8
        /// The counter before the transaction.
        let counter: UInt16
        let codes: [UInt8]
    }

    var balance: UInt32 = 0
    var onlineCounter: UInt16 = 0
    var offlineCounter: UInt16 = 0
    /// Short identifier of the file that notes transactions.
    let logFile: UInt8
    var proof: Proof?
}
