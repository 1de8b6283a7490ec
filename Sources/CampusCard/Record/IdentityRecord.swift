/// File 01 of the card: whose card it is and which issue. Written once, at issue.
///
/// | bytes | field |
/// |---|---|
/// | 0 | layout version, 01 |
/// | 1 | holder class |
/// | 2–3 | issue number |
/// | 4–13 | card number, ten decimal digits in ASCII |
/// | 14–33 | student number, ASCII, filled up with 00 |
/// | 34–37 | valid from, `YYYYMMDD` in packed decimal |
/// | 38–41 | valid to, the same |
/// | 42–53 | reserved, 00 |
/// | 54–61 | seal |
/// | 62–63 | check sum over bytes 0–61 (CRC-16/CCITT-FALSE) |
///
/// Numbers go most significant byte first.
package struct IdentityRecord: Hashable, Sendable {
    package static let layoutVersion: UInt8 = 1

    package let holderClass: RecordHolderClass
    package let cardNumber: CardNumber
    package let issueNumber: IssueNumber
    package let studentNumber: StudentNumber
    package let validFrom: RecordDate
    package let validTo: RecordDate

    package init(
        holderClass: RecordHolderClass, cardNumber: CardNumber, issueNumber: IssueNumber,
        studentNumber: StudentNumber, validFrom: RecordDate, validTo: RecordDate
    ) {
        precondition(validFrom <= validTo, "a card is valid from \(validFrom) to \(validTo)")
        self.holderClass = holderClass
        self.cardNumber = cardNumber
        self.issueNumber = issueNumber
        self.studentNumber = studentNumber
        self.validFrom = validFrom
        self.validTo = validTo
    }

    /// What the seal is computed over: the UID, then bytes 0 to 53, the issue number among them.
    package func sealedBytes(uid: CardUID) -> [UInt8] { uid.bytes + body.bytes }

    /// The 64 bytes of the file.
    package func encoded(seal: CardSeal) -> [UInt8] {
        var writer = body
        writer.put(seal.bytes, width: CardSeal.length)
        return writer.closed(.identity)
    }

    /// Reads the file. The seal comes back unchecked: only the store can check it.
    package static func decode(
        _ bytes: [UInt8]
    ) throws(RecordFault) -> (record: IdentityRecord, seal: CardSeal) {
        var reader = try RecordReader(bytes, file: .identity, layout: layoutVersion)
        guard let holderClass = RecordHolderClass(rawValue: reader.number(UInt8.self)) else {
            throw reader.illegal("the holder class")
        }
        let issueNumber = IssueNumber(reader.number(UInt16.self))
        guard let cardNumber = cardNumber(digits: reader.field(width: 10)) else {
            throw reader.illegal("the card number")
        }
        guard let number = studentNumber(padded: reader.field(width: 20)) else {
            throw reader.illegal("the student number")
        }
        let validFrom = try reader.date("the first day")
        let validTo = try reader.date("the last day")
        guard validFrom <= validTo else { throw reader.illegal("the last day") }
        guard reader.field(width: reservedLength).allSatisfy({ $0 == 0 }) else {
            throw reader.illegal("the reserved part")
        }
        guard let seal = CardSeal(reader.field(width: CardSeal.length)) else {
            throw reader.illegal("the seal")
        }
        let record = IdentityRecord(
            holderClass: holderClass, cardNumber: cardNumber, issueNumber: issueNumber,
            studentNumber: number, validFrom: validFrom, validTo: validTo)
        return (record, seal)
    }

    private static let reservedLength = 12

    /// Bytes 0 to 53.
    private var body: RecordWriter {
        var writer = RecordWriter()
        writer.put(Self.layoutVersion)
        writer.put(holderClass.rawValue)
        writer.put(issueNumber.value)
        let digits = String(cardNumber.value)
        writer.put(
            Array((String(repeating: "0", count: 10 - digits.count) + digits).utf8), width: 10)
        writer.put(Array(studentNumber.text.utf8), width: StudentNumber.lengthLimit)
        writer.put(validFrom.packed, width: 4)
        writer.put(validTo.packed, width: 4)
        writer.put([], width: Self.reservedLength)
        return writer
    }

    /// Exactly ten ASCII digits within 32 bits.
    private static func cardNumber(digits: [UInt8]) -> CardNumber? {
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return UInt32(exactly: value).map(CardNumber.init)
    }

    /// Text up to the first 00, with nothing but 00 after it.
    private static func studentNumber(padded bytes: [UInt8]) -> StudentNumber? {
        let text = bytes.prefix { $0 != 0 }
        guard bytes[text.count...].allSatisfy({ $0 == 0 }) else { return nil }
        return StudentNumber.parse(String(decoding: text, as: UTF8.self))
    }
}

/// What kind of cardholder a card was issued to, as terminals need it for their tariffs.
package enum RecordHolderClass: UInt8, Hashable, Sendable, Codable, CaseIterable {
    case student = 1
    case staff = 2
    case external = 3
    case temporary = 4
    case family = 5
}
