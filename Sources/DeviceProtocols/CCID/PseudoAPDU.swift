/// Commands that a contactless reader answers itself, class FF (PC/SC part 3, 3.2.2.1; devices.md §6.5).
package enum PseudoAPDU: Hashable, Sendable {
    case uid
    /// The historical bytes of the answer to select, or all of it.
    case ats
    /// - Parameters:
    ///   - structure: bit 5 set: the key outlives the reader's power.
    ///   - number: where the reader keeps it.
    case loadKey(structure: UInt8, number: UInt8, [UInt8])
    /// - Parameter kind: 60 or 61, key A or B.
    case authenticate(block: UInt8, kind: UInt8, number: UInt8)
    /// The same in the form that the second version of the standard took back: FF 88.
    case authenticateOld(block: UInt8, kind: UInt8, number: UInt8)
    case read(block: UInt16, count: UInt8)
    case update(block: UInt16, [UInt8])

    package static let readerClass: UInt8 = 0xFF

    /// Nil for what is none of these.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count >= 5, bytes[0] == Self.readerClass else { return nil }
        let place = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        let data = Array(bytes.dropFirst(5))
        let isFull = data.count == Int(bytes[4])
        switch (bytes[1], isFull) {
        case (0xCA, _) where place == 0x0000 && data.isEmpty: self = .uid
        case (0xCA, _) where place == 0x0100 && data.isEmpty: self = .ats
        case (0x82, true): self = .loadKey(structure: bytes[2], number: bytes[3], data)
        case (0x86, true) where place == 0 && data.count == 5 && data[0] == 1 && data[1] == 0:
            self = .authenticate(block: data[2], kind: data[3], number: data[4])
        case (0x88, _) where bytes[2] == 0 && bytes.count == 6:
            self = .authenticateOld(block: bytes[3], kind: bytes[4], number: bytes[5])
        case (0xB0, _) where data.isEmpty: self = .read(block: place, count: bytes[4])
        case (0xD6, true) where !data.isEmpty: self = .update(block: place, data)
        case (_, _): return nil
        }
    }

    package var bytes: [UInt8] {
        switch self {
        case .uid: [0xFF, 0xCA, 0x00, 0x00, 0x00]
        case .ats: [0xFF, 0xCA, 0x01, 0x00, 0x00]
        case .loadKey(let structure, let number, let key):
            [0xFF, 0x82, structure, number, UInt8(key.count)] + key
        case .authenticate(let block, let kind, let number):
            [0xFF, 0x86, 0x00, 0x00, 0x05, 0x01, 0x00, block, kind, number]
        case .authenticateOld(let block, let kind, let number):
            [0xFF, 0x88, 0x00, block, kind, number]
        case .read(let block, let count):
            [0xFF, 0xB0, UInt8(block >> 8), UInt8(truncatingIfNeeded: block), count]
        case .update(let block, let data):
            [0xFF, 0xD6, UInt8(block >> 8), UInt8(truncatingIfNeeded: block), UInt8(data.count)]
                + data
        }
    }
}
