/// The status file of the card: what an offline terminal decides by. Rewritten at each update. In
/// the standard layout it is file 02:
///
/// | bytes | field |
/// |---|---|
/// | 0 | layout version, 01 |
/// | 1 | flag: 01 clear, 02 stopped |
/// | 2–5 | goodAsOf: the list version of the plan by which the card was last written |
/// | 6–9 | generation of the limits |
/// | 10–13 | single limit in fen |
/// | 14–17 | daily limit in fen |
/// | 18–21 | update counter |
/// | 22–25 | day of the write, `YYYYMMDD` in packed decimal |
/// | 26–29 | reserved, 00 |
/// | 30–31 | check sum over bytes 0–29 (CRC-16/CCITT-FALSE) |
///
/// Numbers go most significant byte first. A campus may lay the fields out otherwise.
package struct StatusRecord: Hashable, Sendable {
    /// The highest limit that fits its field: 42 949 672.95 yuan.
    package static let highestLimit = Money(fen: Int64(UInt32.max))

    /// The mark that a terminal sets when it meets a stopped card, and an update clears. Zero is
    /// neither, so that a file of zeros never reads as clear.
    package enum Flag: UInt8, Hashable, Sendable, Codable, CaseIterable {
        case clear = 1
        case stopped = 2
    }

    package let flag: Flag
    package let goodAsOf: ListVersion
    /// Counts the changes of the holder's limits, so that the newer of two cards' limits is known.
    package let limitsGeneration: UInt32
    /// From this amount on a single purchase asks for the password.
    package let singleLimit: Money
    /// From this sum of a day on a purchase asks for the password.
    package let dailyLimit: Money
    /// Counts the writes of this file, beginning with 1 at issue.
    package let updateCounter: UInt32
    /// The campus day of the write.
    package let writtenOn: RecordDate

    /// - Precondition: both limits lie between zero and `highestLimit`.
    package init(
        flag: Flag, goodAsOf: ListVersion, limitsGeneration: UInt32, singleLimit: Money,
        dailyLimit: Money, updateCounter: UInt32, writtenOn: RecordDate
    ) {
        for limit in [singleLimit, dailyLimit] {
            precondition(
                limit >= .zero && limit <= Self.highestLimit,
                "a limit on a card lies between 0 and \(Self.highestLimit), not at \(limit)")
        }
        self.flag = flag
        self.goodAsOf = goodAsOf
        self.limitsGeneration = limitsGeneration
        self.singleLimit = singleLimit
        self.dailyLimit = dailyLimit
        self.updateCounter = updateCounter
        self.writtenOn = writtenOn
    }

    /// The bytes of the file.
    package func encoded(as layout: RecordLayout<StatusField>) -> [UInt8] {
        var writer = RecordWriter(layout)
        writer.put(flag.rawValue, in: .flag)
        writer.put(goodAsOf.value, in: .goodAsOf)
        writer.put(limitsGeneration, in: .limitsGeneration)
        writer.put(UInt32(singleLimit.fen), in: .singleLimit)
        writer.put(UInt32(dailyLimit.fen), in: .dailyLimit)
        writer.put(updateCounter, in: .updateCounter)
        writer.put(writtenOn.packed, in: .writtenOn)
        return writer.closed()
    }

    package static func decode(
        _ bytes: [UInt8], as layout: RecordLayout<StatusField>
    ) throws(RecordFault) -> StatusRecord {
        let reader = try RecordReader(bytes, layout)
        guard let flag = Flag(rawValue: reader.number(UInt8.self, in: .flag)) else {
            throw reader.illegal(.flag)
        }
        func amount(_ field: StatusField) -> Money {
            Money(fen: Int64(reader.number(UInt32.self, in: field)))
        }
        return StatusRecord(
            flag: flag, goodAsOf: ListVersion(reader.number(UInt32.self, in: .goodAsOf)),
            limitsGeneration: reader.number(UInt32.self, in: .limitsGeneration),
            singleLimit: amount(.singleLimit), dailyLimit: amount(.dailyLimit),
            updateCounter: reader.number(UInt32.self, in: .updateCounter),
            writtenOn: try reader.date(in: .writtenOn))
    }
}
