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
