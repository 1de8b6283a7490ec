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
