/// The full state, kept as it came: four characters of one nibble each, the highest first (devices.md §4.2).
package struct TTCEStatus: Hashable, Sendable {
    package let raw: [UInt8]
    /// Nil if a character is no nibble, or there are not four: then nothing is known, which is never safe.
    package let flags: TTCEFlags?

    package init(_ raw: [UInt8]) {
        self.raw = raw
        let nibbles = raw.compactMap(Self.nibble)
        let isWhole = raw.count == 4 && nibbles.count == 4
        flags = isWhole ? TTCEFlags(rawValue: nibbles.reduce(0) { $0 << 4 | $1 }) : nil
    }

    package init(_ flags: TTCEFlags) {
        let bits = flags.rawValue
        raw = [12, 8, 4, 0].map { 0x30 | UInt8(bits >> $0 & 0xF) }
        self.flags = flags
    }

    /// 30…3F, as third-party drivers read it; `A`…`F` too, because the document does not say what follows 9.
    private static func nibble(_ character: UInt8) -> UInt16? {
        switch character {
        case 0x30...0x3F: UInt16(character & 0xF)
        case 0x41...0x46: UInt16(character - 0x41 + 10)
        default: nil
        }
    }
}

/// The bits of the full state (devices.md §4.2).
package struct TTCEFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let binFull = TTCEFlags(rawValue: 0x8000)
    package static let notExecuted = TTCEFlags(rawValue: 0x4000)
    package static let preparingFailed = TTCEFlags(rawValue: 0x2000)
    /// K720: it stages the next card. K750: the hopper is nearly full.
    package static let preparing = TTCEFlags(rawValue: 0x1000)
    package static let dispensing = TTCEFlags(rawValue: 0x0800)
    package static let collecting = TTCEFlags(rawValue: 0x0400)
    package static let dispenseError = TTCEFlags(rawValue: 0x0200)
    package static let recycleError = TTCEFlags(rawValue: 0x0100)
    package static let hopperFull = TTCEFlags(rawValue: 0x0080)
    package static let overlap = TTCEFlags(rawValue: 0x0040)
    package static let jam = TTCEFlags(rawValue: 0x0020)
    package static let few = TTCEFlags(rawValue: 0x0010)
    package static let empty = TTCEFlags(rawValue: 0x0008)
    /// K720: the next card is staged.
    package static let thirdSensor = TTCEFlags(rawValue: 0x0004)
    package static let secondSensor = TTCEFlags(rawValue: 0x0002)
    /// Nearest to the mouth.
    package static let firstSensor = TTCEFlags(rawValue: 0x0001)
}
