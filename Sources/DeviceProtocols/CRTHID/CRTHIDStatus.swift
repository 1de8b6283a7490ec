/// The two status characters of each positive answer, kept as they came (devices.md §3). A pair that is not in the table
/// is unknown, which is never safe.
package struct CRTHIDStatus: Hashable, Sendable {
    package let st1: UInt8
    package let st0: UInt8

    package init(st1: UInt8, st0: UInt8) {
        self.st1 = st1
        self.st0 = st0
    }

    package init(_ card: CRTHIDCard) {
        let characters = Array(card.rawValue.utf8)
        self.init(st1: characters[0], st0: characters[1])
    }

    package var raw: [UInt8] { [st1, st0] }

    /// Where the card is; nil is unknown.
    package var card: CRTHIDCard? {
        CRTHIDCard(rawValue: String(decoding: raw, as: UTF8.self))
    }
}

/// Where a unit says that the card is.
package enum CRTHIDCard: String, Hashable, Sendable, CaseIterable {
    /// No card in the reader.
    case none = "00"
    /// At the reader's slot, where a hand can take it.
    case atEntry = "01"
    case inside = "02"
}

/// The sensors' answer, C1A: one character for each. How many there are and what they see differs from unit to unit.
package struct CRTHIDSensors: Hashable, Sendable {
    package let raw: [UInt8]

    package init(_ data: [UInt8]) { raw = data }

    /// Whether a sensor reports; nil if there is no such sensor, or its character is neither `0` nor `1`.
    package func reports(_ place: Int) -> Bool? {
        guard raw.indices.contains(place) else { return nil }
        return switch raw[place] {
        case 0x30: false
        case 0x31: true
        default: nil
        }
    }
}

/// The counters' answer: decimal digits, of which a profile says where a counter lies.
package enum CRTHIDCounters {
    /// A count of so many digits, or nil if they are not all there or are none. Precondition: at most 18 digits.
    package static func parse(_ data: [UInt8], offset: Int, digits: Int) -> Int? {
        precondition(digits <= 18, "a counter fits into 64 bits")
        guard offset >= 0, digits > 0, data.count >= offset + digits else { return nil }
        return data[offset..<(offset + digits)].reduce(Int?.some(0)) { count, digit in
            guard let count, (0x30...0x39).contains(digit) else { return nil }
            return count * 10 + Int(digit - 0x30)
        }
    }
}
