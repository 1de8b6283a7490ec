package import CampusCard

/// What a MIFARE Classic card with 1 KB keeps without power: sixteen sectors of four blocks.
package struct ClassicMemory: Hashable, Sendable {
    package let uid: CardUID
    /// 64 blocks of 16 bytes; block 0 is the maker's.
    package internal(set) var blocks: [[UInt8]]
    /// Sectors whose trailer was torn: which keys and bits they hold, nobody can say, and none opens them.
    package internal(set) var lostSectors: Set<Int> = []

    /// As the maker delivers it: keys of FF, access bits FF0780.
    package init(uid: CardUID) {
        self.uid = uid
        let trailer =
            [UInt8](repeating: 0xFF, count: 6) + [0xFF, 0x07, 0x80, 0x69]
            + [UInt8](repeating: 0xFF, count: 6)
        let empty = [UInt8](repeating: 0, count: 16)
        blocks = (0..<16).flatMap { _ in [empty, empty, empty, trailer] }
        blocks[0] = Self.makersBlock(uid)
    }

    /// A UID of four bytes has a check byte over it; SAK and ATQA follow, and what the maker likes.
    private static func makersBlock(_ uid: CardUID) -> [UInt8] {
        var block = uid.bytes
        if block.count == 4 { block.append(block.reduce(0, ^)) }
        block += [0x08, 0x04, 0x00]
        return block + [UInt8](repeating: 0, count: 16 - block.count)
    }

    func trailer(_ sector: Int) -> [UInt8] { blocks[sector * 4 + 3] }

    /// The three access bits of a block as C1 C2 C3; nil when bit and inverse are alike: the sector is locked for ever.
    func access(_ block: Int) -> (Bool, Bool, Bool)? {
        let bytes = trailer(block / 4)
        func bit(_ byte: Int, _ place: Int) -> Bool { bytes[byte] & UInt8(1 << place) != 0 }
        for place in 0..<4 {
            guard bit(6, place) != bit(7, place + 4), bit(6, place + 4) != bit(8, place),
                bit(7, place) != bit(8, place + 4)
            else { return nil }
        }
        let place = block % 4
        return (bit(7, place + 4), bit(8, place), bit(8, place + 4))
    }

    /// What a loss of power within a write may leave: half of a data block, or a trailer that takes no key.
    func torn(since before: ClassicMemory) -> ClassicMemory {
        var half = before
        for index in blocks.indices where blocks[index] != before.blocks[index] {
            if index % 4 == 3 {
                half.lostSectors.insert(index / 4)
            } else {
                half.blocks[index].replaceSubrange(0..<8, with: blocks[index][0..<8])
                half.blocks[index][8] = ~blocks[index][8]
            }
        }
        return half
    }
}
