/// Who may do what with a block of a MIFARE Classic sector: the bits C1 C2 C3 of the block (MF1S50 data sheet, 8.7). The
/// names say what the profile uses them for; the other combinations have no use here.
package struct ClassicCondition: Hashable, Sendable {
    /// C1 as 4, C2 as 2, C3 as 1.
    package let bits: UInt8

    /// - Precondition: three bits.
    package init(bits: UInt8) {
        precondition(bits < 8, "a block has three access bits, not \(bits)")
        self.bits = bits
    }

    /// A data block as it is delivered: either key does everything.
    package static let openData = ClassicCondition(bits: 0b000)
    /// A data block that either key reads, and key B alone writes.
    package static let readByBothWriteByB = ClassicCondition(bits: 0b100)
    /// A trailer as it is delivered: key A does everything, and key B can be read.
    package static let openTrailer = ClassicCondition(bits: 0b001)
    /// A trailer of which key B alone changes keys and access bits, and of which no key can be read.
    package static let changedByB = ClassicCondition(bits: 0b011)
}

/// The access bits of a sector, three bytes in its trailer, each bit there twice, once inverted (MF1S50 data sheet, 8.7.1).
///
/// | byte | high nibble | low nibble |
/// |---|---|---|
/// | 6 | not C2 | not C1 |
/// | 7 | C1 | not C3 |
/// | 8 | C3 | C2 |
///
/// Bit n of a nibble belongs to block n; block 3 is the trailer. A chip that finds bit and inverse alike locks the sector
/// for ever: bytes that do not decode are never written.
package struct ClassicAccess: Hashable, Sendable {
    /// Of the blocks 0 to 3.
    package let conditions: [ClassicCondition]

    /// - Precondition: four blocks.
    package init(_ conditions: [ClassicCondition]) {
        precondition(conditions.count == 4, "a sector has 4 blocks, not \(conditions.count)")
        self.conditions = conditions
    }

    package init(data: ClassicCondition, trailer: ClassicCondition) {
        self.init([data, data, data, trailer])
    }

    /// As a sector is delivered.
    package static let transport = ClassicAccess(data: .openData, trailer: .openTrailer)
    /// Either key reads, key B writes and changes keys.
    package static let issued = ClassicAccess(data: .readByBothWriteByB, trailer: .changedByB)

    /// Nil when a bit and its inverse do not differ.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 3 else { return nil }
        let c1 = bytes[1] >> 4
        let c2 = bytes[2] & 0x0F
        let c3 = bytes[2] >> 4
        guard bytes[0] & 0x0F == ~c1 & 0x0F, bytes[0] >> 4 == ~c2 & 0x0F,
            bytes[1] & 0x0F == ~c3 & 0x0F
        else { return nil }
        self.init(
            (0..<4).map { block in
                let bit = { (nibble: UInt8) in nibble >> UInt8(block) & 1 }
                return ClassicCondition(bits: bit(c1) << 2 | bit(c2) << 1 | bit(c3))
            })
    }

    package var bytes: [UInt8] {
        let (c1, c2, c3) = (nibble(of: 2), nibble(of: 1), nibble(of: 0))
        return [
            (~c2 & 0x0F) << 4 | ~c1 & 0x0F, c1 << 4 | ~c3 & 0x0F, c3 << 4 | c2,
        ]
    }

    private func nibble(of bit: UInt8) -> UInt8 {
        conditions.enumerated().reduce(0) { nibble, entry in
            nibble | (entry.element.bits >> bit & 1) << UInt8(entry.offset)
        }
    }
}
