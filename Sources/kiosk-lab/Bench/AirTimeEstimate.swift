/// How long an exchange lasts on the air, computed from ISO/IEC 14443: what the reader and the bits
/// take. The chip's own work comes on top and is not computed.
///
/// A type A frame is a start bit, nine bits for each byte (with parity) and an end bit (14443-3,
/// 6.2.3.2). An APDU goes in blocks of at most 64 bytes, as a card whose answer to select says FSCI
/// 5 takes them: three bytes of each are prologue and check sum (14443-4, 7.1), and each but the
/// last is acknowledged by a block of three bytes. Before each block lies a frame delay of at least
/// 1172 periods of the carrier (14443-3, 6.2.1.1).
struct AirTimeEstimate {
    /// Periods of the 13.56 MHz carrier in one bit: 128 at 106 kbit/s, 16 at 848 kbit/s.
    let carrierPeriodsPerBit: Int

    static let at106 = AirTimeEstimate(carrierPeriodsPerBit: 128)
    static let at848 = AirTimeEstimate(carrierPeriodsPerBit: 16)

    private static let carrierHertz = 13_560_000
    private static let blockLength = 64
    private static let blockOverhead = 3
    private static let frameDelay = 1_172

    func duration(_ traffic: [CardTraffic]) -> Duration {
        let periods = traffic.map { message($0.command) + message($0.answer) }.reduce(0, +)
        return .microseconds(periods * 1_000 / (Self.carrierHertz / 1_000))
    }

    /// Carrier periods of one APDU of so many bytes.
    private func message(_ length: Int) -> Int {
        let inBlock = Self.blockLength - Self.blockOverhead
        let blocks = max(1, (length + inBlock - 1) / inBlock)
        let acknowledgements = blocks - 1
        let bytes = length + Self.blockOverhead * (blocks + acknowledgements)
        let frames = blocks + acknowledgements
        return (9 * bytes + 2 * frames) * carrierPeriodsPerBit + frames * Self.frameDelay
    }
}

/// One APDU and its answer, by their lengths in bytes.
struct CardTraffic {
    let command: Int
    let answer: Int
}
