/// The packet of the CRT-591 family: `F2 ADDR LENH LENL | text | 03 BCC`, at most 1024 bytes.
///
/// LEN counts the text, big-endian; BCC is the exclusive or of every byte from F2 to 03 (devices.md
/// §2.2, CRT-591 protocol §1.2). There is no byte stuffing: the text may hold any byte.
package struct CRT591Frame: Hashable, Sendable {
    package static let start: UInt8 = 0xF2
    package static let end: UInt8 = 0x03
    /// Most data bytes behind a head.
    package static let maximumData = 512
    /// Head, command, parameter and three status bytes, and the data.
    package static let maximumText = 6 + maximumData
    /// `C`, command and parameter.
    package static let minimumText = 3
    /// F2, address and length before the text; 03 and BCC behind it.
    static let overhead = 6

    /// DIP switches of the unit, 0…15; 0 as delivered.
    package let address: UInt8
    package let text: [UInt8]

    /// Precondition: 3…518 bytes of text.
    package init(address: UInt8, text: [UInt8]) {
        precondition(
            (Self.minimumText...Self.maximumText).contains(text.count),
            "a CRT-591 packet carries 3 to 518 bytes of text")
        self.address = address
        self.text = text
    }

    package var bytes: [UInt8] {
        let length = UInt16(text.count)
        let body =
            [Self.start, address, UInt8(length >> 8), UInt8(length & 0xFF)] + text + [Self.end]
        return body + [Self.check(body)]
    }

    static func check(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, ^) }
}

/// Single bytes outside packets (CRT-591 protocol §1.4). They carry no address and no check.
package enum CRT591Control: UInt8, Hashable, Sendable, CaseIterable {
    case acknowledge = 0x06
    case refuse = 0x15
    /// "Clear the line": the unit stops what it does and answers with the same byte.
    case clear = 0x04
}
