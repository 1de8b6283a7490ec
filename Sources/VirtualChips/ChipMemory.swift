package import CampusCard
package import CardPrimitives

/// What a virtual chip keeps without power: everything that a snapshot of a hopper has to hold.
package struct ChipMemory: Hashable, Sendable, Codable {
    package let uid: CardUID
    package let generation: ChipGeneration
    /// The storage byte of GetVersion: 18 is 4 KiB, 1A is 8 KiB.
    package let storage: UInt8
    /// The end of GetVersion: batch number (5), week and year of production.
    package let production: [UInt8]
    /// The maker's signature over the UID, 56 bytes; nil on a chip of nobody in particular.
    package var signature: [UInt8]?
    package var masterKey: ChipKey
    package var keySettings: UInt8
    package var applications: [ChipApplication]
    /// SetConfiguration 00, bit 0: the card can no longer be formatted.
    package var isFormatDisabled = false
    /// SetConfiguration 00, bit 1: another UID at each activation.
    package var hasRandomUID = false

    /// A chip as its maker delivers it: a DES key of zeros, everything free.
    package init(
        uid: CardUID, generation: ChipGeneration, storage: UInt8 = 0x18,
        production: [UInt8] = [0xBA, 0x25, 0x19, 0xE3, 0x20, 0x49, 0x13]
    ) {
        precondition(uid.bytes.count == 7, "a DESFire has a UID of seven bytes")
        precondition(production.count == 7, "batch, week and year are seven bytes")
        self.uid = uid
        self.generation = generation
        self.storage = storage
        self.production = production
        masterKey = ChipKey(kind: .twoKeyDES, bytes: [UInt8](repeating: 0, count: 16), version: 0)
        keySettings = 0x0F
        applications = []
    }

    /// A card that some other system took into use: keys that nobody here knows, and an application.
    package static func takenElsewhere(uid: CardUID, random: any RandomSource) -> ChipMemory {
        var random = random
        func unknownKey() -> ChipKey { ChipKey(kind: .aes, bytes: random.bytes(16), version: 1) }
        var memory = ChipMemory(uid: uid, generation: .ev2)
        memory.masterKey = unknownKey()
        memory.keySettings = 0x08
        memory.applications = [
            ChipApplication(
                identifier: 0xF5_10_10, keySettings: 0x09, keyKind: .aes,
                keys: [unknownKey(), unknownKey()])
        ]
        return memory
    }

    /// One bit in the last byte of a backup file turns over; a chip without it stays as it is.
    /// - Parameter place: of the file among the backup files, from 0.
    mutating func spoil(backup place: Int) {
        var left = place
        for application in applications.indices {
            for file in applications[application].files.indices {
                guard case .backup(var bytes) = applications[application].files[file].content,
                    !bytes.isEmpty
                else { continue }
                guard left == 0 else {
                    left -= 1
                    continue
                }
                bytes[bytes.count - 1] ^= 0x01
                applications[application].files[file].content = .backup(bytes)
                return
            }
        }
    }

    /// Free bytes, counted in blocks of 32 as the chip allots them. Backup files take twice their
    /// size.
    var freeBytes: Int {
        let capacity = 1 << Int(storage >> 1)
        return capacity - applications.map(\.allottedBytes).reduce(0, +)
    }
}

/// The generations that the model knows, by what their GetVersion says.
package enum ChipGeneration: String, Hashable, Sendable, Codable, CaseIterable {
    case ev1
    case ev2
    case ev3

    /// Nil for a version that no generation of the model has.
    package init?(hardwareMajor: UInt8) {
        guard let known = Self.allCases.first(where: { $0.hardware[0] == hardwareMajor }) else {
            return nil
        }
        self = known
    }

    var hardware: [UInt8] {
        switch self {
        case .ev1: [0x01, 0x00]
        case .ev2: [0x12, 0x00]
        case .ev3: [0x33, 0x00]
        }
    }

    var software: [UInt8] {
        switch self {
        case .ev1: [0x01, 0x04]
        case .ev2: [0x02, 0x01]
        case .ev3: [0x03, 0x00]
        }
    }

    /// Data bytes in one answer frame: EV1 has frames of 60 bytes, the others are set to 256 here.
    var answerChunk: Int {
        switch self {
        case .ev1: 59
        case .ev2, .ev3: 240
        }
    }
}

/// An application with its keys and files.
package struct ChipApplication: Hashable, Sendable, Codable {
    let identifier: UInt32
    var keySettings: UInt8
    let keyKind: ChipKey.Kind
    var keys: [ChipKey]
    var files: [ChipFile] = []
    /// Power was lost while its directory entry or its file table was written.
    var isDamaged = false

    /// Four blocks of 32 for the directory entry and its keys, then the files.
    fileprivate var allottedBytes: Int { 128 + files.map(\.allottedBytes).reduce(0, +) }
}

/// A key in its slot.
package struct ChipKey: Hashable, Sendable, Codable {
    /// What kind of key a slot holds, as DESFire counts it.
    package enum Kind: UInt8, Hashable, Sendable, Codable {
        case twoKeyDES = 0x00
        case threeKeyDES = 0x40
        case aes = 0x80

        var length: Int { self == .threeKeyDES ? 24 : 16 }
    }

    let kind: Kind
    let bytes: [UInt8]
    let version: UInt8

    static func zero(_ kind: Kind) -> ChipKey {
        ChipKey(kind: kind, bytes: [UInt8](repeating: 0, count: kind.length), version: 0)
    }

    /// A DES key carries its version in the parity bits of its first eight bytes, highest bit
    /// first.
    static func parityVersion(_ bytes: [UInt8]) -> UInt8 {
        bytes.prefix(8).reduce(0) { $0 << 1 | $1 & 1 }
    }
}

/// A file and its rights.
package struct ChipFile: Hashable, Sendable, Codable {
    enum Content: Hashable, Sendable, Codable {
        /// Written in place: a write that loses power leaves anything.
        case standard([UInt8])
        /// Written to a shadow that a commit makes visible in one step.
        case backup([UInt8])
        case value(Int32, lower: Int32, upper: Int32, limitedCredit: UInt8)
        case records(ChipRecords)
    }

    let number: UInt8
    var communication: UInt8
    /// Read, write, read-write, change: a nibble each, from the highest.
    var rights: UInt16
    var content: Content

    fileprivate var allottedBytes: Int {
        switch content {
        case .standard(let bytes): (bytes.count + 31) / 32 * 32 + 32
        case .backup(let bytes): (bytes.count + 31) / 32 * 64 + 32
        case .value: 64
        case .records(let records): (records.length * records.limit + 31) / 32 * 32 + 32
        }
    }
}
