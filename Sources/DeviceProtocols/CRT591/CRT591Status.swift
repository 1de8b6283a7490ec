/// The three status bytes of each positive answer, kept as they came (devices.md §2.5). A value
/// that is not in the table is unknown, which is never safe.
package struct CRT591Status: Hashable, Sendable {
    package let st0: UInt8
    package let st1: UInt8
    package let st2: UInt8

    package init(st0: UInt8, st1: UInt8, st2: UInt8) {
        self.st0 = st0
        self.st1 = st1
        self.st2 = st2
    }

    package var raw: [UInt8] { [st0, st1, st2] }

    /// st0: where the card is; nil is unknown.
    package var card: CRT591Card? { CRT591Card(rawValue: st0) }
    /// st1: the stacker's level; nil is unknown.
    package var stacker: CRT591Stacker? { CRT591Stacker(rawValue: st1) }
}

/// st0.
package enum CRT591Card: UInt8, Hashable, Sendable, CaseIterable {
    case none = 0x30
    case atGate = 0x31
    case atReader = 0x32
}

/// st1.
package enum CRT591Stacker: UInt8, Hashable, Sendable, CaseIterable {
    case empty = 0x30
    case few = 0x31
    case enough = 0x32
}

/// st2 as the document has it. Firmware differs on "full": a profile names the bytes.
package enum CRT591Bin: UInt8, Hashable, Sendable, CaseIterable {
    case notFull = 0x30
    case full = 0x31
}

/// The sensors' answer, `31 31`: one character for each, of a number that depends on the unit (the
/// document says 8 in the text and 10 in the figure; clones send 12).
package struct CRT591Sensors: Hashable, Sendable {
    /// True: a card is seen. Nil: a character other than 30 and 31.
    package let states: [Bool?]

    package init(_ data: [UInt8]) {
        states = data.map { $0 == 0x30 ? false : $0 == 0x31 ? true : nil }
    }
}

/// The bin counter's answer, `A5 30`: three ASCII digits.
package enum CRT591BinCounter {
    /// 0…999, or nil for anything but three digits.
    package static func parse(_ data: [UInt8]) -> Int? {
        guard data.count == 3, data.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return data.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

/// The serial number's answer, `A2 30`: a count and so many bytes, 0 to 18.
package enum CRT591SerialNumber {
    /// The bytes, or nil if there are not as many as the count says.
    package static func parse(_ data: [UInt8]) -> [UInt8]? {
        guard let count = data.first, data.count == Int(count) + 1 else { return nil }
        return Array(data.dropFirst())
    }
}
