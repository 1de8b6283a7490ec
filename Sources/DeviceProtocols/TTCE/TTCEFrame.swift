/// The packet of the TTCE K720, K730 and K750: `02 ADDH ADDL LENH LENL | text | 03 BCC`, at most 300 bytes.
///
/// LEN counts the text, big-endian; BCC is the exclusive or of every byte from 02 to 03 (devices.md §4.1, "Communication
/// Protocol of K720&K730&K750"). There is no byte stuffing.
package struct TTCEFrame: Hashable, Sendable {
    package static let start: UInt8 = 0x02
    package static let end: UInt8 = 0x03
    /// Most bytes of a whole packet.
    package static let maximumLength = 300
    /// 02, address and length before the text; 03 and BCC behind it.
    static let overhead = 7
    package static let maximumText = maximumLength - overhead
    /// Every command is at least two bytes, every answer too.
    package static let minimumText = 2

    package let address: TTCEAddress
    package let text: [UInt8]

    /// Precondition: 2…293 bytes of text.
    package init(address: TTCEAddress, text: [UInt8]) {
        precondition(
            (Self.minimumText...Self.maximumText).contains(text.count),
            "a TTCE packet carries 2 to 293 bytes of text")
        self.address = address
        self.text = text
    }

    package var bytes: [UInt8] {
        let length = UInt16(text.count)
        let body =
            [Self.start] + address.digits + [UInt8(length >> 8), UInt8(length & 0xFF)] + text
            + [Self.end]
        return body + [Self.check(body)]
    }

    static func check(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, ^) }
}

/// A unit's DIP switches, 0…15, on the wire as two ASCII digits; all switches off are 15.
package struct TTCEAddress: Hashable, Sendable {
    package let number: UInt8

    /// Nil above 15.
    package init?(_ number: UInt8) {
        guard number <= 15 else { return nil }
        self.number = number
    }

    package var digits: [UInt8] { [0x30 + number / 10, 0x30 + number % 10] }
}

/// What travels outside packets, each with the unit's address behind it (devices.md §4.1); EOT alone has none.
package enum TTCEControl: UInt8, Hashable, Sendable, CaseIterable {
    /// The packet arrived whole; nothing is done yet.
    case acknowledge = 0x06
    /// The packet arrived damaged.
    case refuse = 0x15
    /// ENQ: do what the last packet says.
    case execute = 0x05
    /// EOT: forget the last packet.
    case cancel = 0x04

    package func bytes(address: TTCEAddress) -> [UInt8] {
        self == .cancel ? [rawValue] : [rawValue] + address.digits
    }
}
