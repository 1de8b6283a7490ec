import CardPrimitives

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
