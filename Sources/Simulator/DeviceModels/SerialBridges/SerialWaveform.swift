/// What an asynchronous serial receiver makes of bytes that were sent at another speed than its own.
///
/// The line rests high; a byte is a low start bit, eight bits from the lowest on, and a high stop bit. A receiver takes
/// each falling edge for a start bit and looks at the middle of each bit by its own measure; it keeps bytes whose stop
/// bit is wrong, as the bridge's chip does.
enum SerialWaveform {
    private static let bitsOfByte = 8

    /// - Parameters:
    ///   - sent: the sender's baud.
    ///   - heard: the receiver's.
    static func bytes(_ bytes: [UInt8], sentAt sent: Int, heardAt heard: Int) -> [UInt8] {
        guard sent != heard else { return bytes }
        let line = bytes.flatMap(levels)
        var result: [UInt8] = []
        // In ticks of 1/(sent · heard) seconds: the sender's bit lasts `heard`, the receiver's `sent`.
        var time = 0
        while let start = edge(in: line, from: (time + heard - 1) / heard) {
            let begin = start * heard
            let middles = (1...bitsOfByte).map { begin + sent * $0 + sent / 2 }
            result.append(
                middles.enumerated().reduce(0) { byte, bit in
                    isHigh(line, at: bit.element / heard) ? byte | 1 << UInt8(bit.offset) : byte
                })
            time = begin + sent * (bitsOfByte + 1) + sent / 2
        }
        return result
    }

    private static func levels(_ byte: UInt8) -> [Bool] {
        [false] + (0..<bitsOfByte).map { byte >> UInt8($0) & 1 == 1 } + [true]
    }

    private static func isHigh(_ line: [Bool], at bit: Int) -> Bool {
        line.indices.contains(bit) ? line[bit] : true
    }

    /// The first of the sender's bits, from one on, that begins with a falling edge.
    private static func edge(in line: [Bool], from first: Int) -> Int? {
        line.indices.dropFirst(first).first { !line[$0] && ($0 == 0 || line[$0 - 1]) }
    }
}
