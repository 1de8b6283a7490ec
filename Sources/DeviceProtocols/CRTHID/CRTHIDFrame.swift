/// The packet of CREATOR's units that speak HID reports of their own: `F2 LENH LENL | text | CRCH CRCL`, at most 300 bytes.
///
/// LEN counts the text, big-endian; the CRC goes over every byte before it, highest byte first (devices.md §3,
/// sp_linux `DevImpl_CRT591H`). There is no address and no byte stuffing. A packet begins a report of 64 bytes, goes on in
/// the next ones, and is filled up with zeros.
package struct CRTHIDFrame: Hashable, Sendable {
    package static let start: UInt8 = 0xF2
    /// Most bytes of a whole packet.
    package static let maximumLength = 300
    /// F2 and length before the text.
    static let headLength = 3
    /// Head, and the CRC behind the text.
    static let overhead = headLength + 2
    package static let maximumText = maximumLength - overhead
    /// `C`, command and parameter.
    package static let minimumText = 3

    package let text: [UInt8]

    /// Precondition: 3…295 bytes of text.
    package init(text: [UInt8]) {
        precondition(
            (Self.minimumText...Self.maximumText).contains(text.count),
            "a packet with CRC-16 carries 3 to 295 bytes of text")
        self.text = text
    }

    package var bytes: [UInt8] {
        let length = UInt16(text.count)
        let body = [Self.start, UInt8(length >> 8), UInt8(length & 0xFF)] + text
        let check = CRC16.of(body)
        return body + [UInt8(check >> 8), UInt8(check & 0xFF)]
    }
}

/// CRC-16 with polynomial 1021 from 0000 on, highest bit first, called XMODEM; 31C3 over the nine characters `123456789`.
enum CRC16 {
    private static let polynomial: UInt16 = 0x1021

    static func of(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0) { check, byte in
            (0..<8).reduce(check ^ UInt16(byte) << 8) { sum, _ in
                sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ polynomial
            }
        }
    }
}

/// Reports outside packets, by their first bytes (devices.md §3).
package enum CRTHIDControl: Hashable, Sendable, CaseIterable {
    /// The packet arrived. Whether a unit sends it before each answer is not known.
    case acknowledge
    /// The packet arrived damaged, or is none.
    case refuse
    /// DLE EOT: the unit stops what it does. Nothing here sends it (K9).
    case cancel

    package var bytes: [UInt8] {
        switch self {
        case .acknowledge: [0x06]
        case .refuse: [0x15]
        case .cancel: [0x10, 0x04]
        }
    }

    init?(_ report: [UInt8]) {
        guard let control = Self.allCases.first(where: { report.starts(with: $0.bytes) }) else {
            return nil
        }
        self = control
    }
}
