import CardPrimitives

/// A value block: a signed number, least significant byte first, three times with the middle one inverted, and an address
/// four times, every other one inverted (MF1S50 data sheet, 8.6.2.1).
package struct ClassicValue: Hashable, Sendable {
    package let value: Int32
    package let address: UInt8

    package init(value: Int32, address: UInt8) {
        self.value = value
        self.address = address
    }

    /// Nil when the copies contradict each other: the block was torn, or is no value block.
    package init?(block: [UInt8]) {
        guard block.count == ClassicLayout.blockLength else { return nil }
        let bits = block[0..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        self.init(value: Int32(bitPattern: bits), address: block[12])
        guard self.block == block else { return nil }
    }

    package var block: [UInt8] {
        let bits = UInt32(bitPattern: value)
        let number = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        return number + number.map { ~$0 } + number + [address, ~address, address, ~address]
    }
}

/// How sectors and blocks of a card with 1 KB are counted.
package enum ClassicLayout {
    package static let blockLength = 16
    package static let keyLength = 6
    package static let sectors = 16
    package static let blocksInSector = 4

    /// - Parameter block: 0 to 2 of the sector's data, 3 for its trailer.
    package static func block(_ block: Int, ofSector sector: Int) -> UInt8 {
        precondition(
            (0..<sectors).contains(sector) && (0..<blocksInSector).contains(block),
            "a card has no block \(block) in a sector \(sector)")
        return UInt8(sector * blocksInSector + block)
    }

    /// Number of a sector's trailer within it.
    package static let trailer = 3
}

/// The directory of a card, in blocks 1 and 2: whose each sector is (MAD version 1, AN10787).
package struct ClassicDirectory: Hashable, Sendable {
    /// Application identifiers of the sectors 1 to 15; 0 for a free one.
    package var applications: [UInt16]
    /// The sector of the card's publisher; 0 for none.
    package let publisherSector: UInt8

    package init(
        applications: [UInt16] = [UInt16](repeating: 0, count: 15), publisherSector: UInt8 = 0
    ) {
        precondition(
            applications.count == 15, "a directory has 15 sectors, not \(applications.count)")
        self.applications = applications
        self.publisherSector = publisherSector
    }

    /// Nil when the check sum does not fit.
    package init?(blocks: [UInt8]) {
        guard blocks.count == 32, Self.checkSum(blocks.dropFirst()) == blocks[0] else { return nil }
        let identifiers = blocks.dropFirst(2)
        self.init(
            applications: stride(from: identifiers.startIndex, to: identifiers.endIndex, by: 2).map
            {
                UInt16(identifiers[$0]) | UInt16(identifiers[$0 + 1]) << 8
            }, publisherSector: blocks[1])
    }

    /// Both blocks: check sum, information byte, identifiers least significant byte first.
    package var blocks: [UInt8] {
        let content =
            [publisherSector] + applications.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return [Self.checkSum(content)] + content
    }

    /// CRC-8 with the polynomial 1D and the preset C7 (AN10787, 3.7).
    package static func checkSum(_ bytes: some Sequence<UInt8>) -> UInt8 {
        var register: UInt8 = 0xC7
        for byte in bytes {
            register ^= byte
            for _ in 0..<8 {
                register = register & 0x80 != 0 ? register << 1 ^ 0x1D : register << 1
            }
        }
        return register
    }
}

/// A sector's trailer: key A, access bits, a general purpose byte, key B.
package struct ClassicTrailer: Sendable {
    private let keys: ClassicSectorKeys
    private let access: ClassicAccess
    private let generalPurpose: UInt8

    /// Of a sector with data.
    package static let ordinaryByte: UInt8 = 0x69
    /// Of the directory's sector: there is one, of version 1, on a card with several applications (AN10787, 3.2).
    package static let directoryByte: UInt8 = 0xC1

    package init(
        _ keys: ClassicSectorKeys, _ access: ClassicAccess,
        generalPurpose: UInt8 = ClassicTrailer.ordinaryByte
    ) {
        self.keys = keys
        self.access = access
        self.generalPurpose = generalPurpose
    }

    /// The block. A wrong access byte would lock the sector for ever, so the bytes are read back as the chip will.
    package var block: [UInt8] {
        let bits = access.bytes
        precondition(
            ClassicAccess(bytes: bits) == access, "access bits must read as they were meant")
        return keys.a.withBytes { Array($0) } + bits + [generalPurpose]
            + keys.b.withBytes { Array($0) }
    }
}
