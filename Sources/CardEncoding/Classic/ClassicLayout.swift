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
