/// How a serial line runs: its speed, and the form of one character.
package struct SerialLine: Hashable, Sendable {
    /// Bits per second.
    package let baud: Int
    package let format: SerialFormat

    package init(baud: Int, format: SerialFormat = .eightNoneOne) {
        self.baud = baud
        self.format = format
    }
}

/// The form of one character on a serial line.
package struct SerialFormat: Hashable, Sendable {
    /// Parity in the order in which CDC-ACM, FTDI, CP210x and CP2110 all number it, from 0 on.
    package enum Parity: UInt8, Hashable, Sendable, CaseIterable {
        case none, odd, even, mark, space
    }

    /// Stop bits in the order in which CDC-ACM, FTDI and CP210x number them, from 0 on.
    package enum StopBits: UInt8, Hashable, Sendable, CaseIterable {
        case one, oneAndHalf, two
    }

    /// 5 to 8.
    package let dataBits: UInt8
    package let parity: Parity
    package let stopBits: StopBits

    /// Nil for another number of data bits than 5 to 8.
    package init?(dataBits: UInt8, parity: Parity, stopBits: StopBits) {
        guard (5...8).contains(dataBits) else { return nil }
        self.init(checked: dataBits, parity, stopBits)
    }

    private init(checked dataBits: UInt8, _ parity: Parity, _ stopBits: StopBits) {
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
    }

    /// 8N1: what the CRT-591 and K720 families use.
    package static let eightNoneOne = SerialFormat(checked: 8, .none, .one)
}
