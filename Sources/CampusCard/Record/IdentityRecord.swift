/// The identity file of the card: whose card it is and which issue. Written once, at issue. In the
/// standard layout it is file 01:
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
/// Numbers go most significant byte first. A campus may lay the fields out otherwise.
package struct IdentityRecord: Hashable, Sendable {
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

    /// What the seal is computed over: the UID, then all of the file but seal and check sum, the
    /// issue number among it.
    package func sealedBytes(uid: CardUID, as layout: RecordLayout<IdentityField>) -> [UInt8] {
        uid.bytes + written(layout).bytes(outside: [.seal, .checkSum])
    }

    /// The bytes of the file.
    package func encoded(seal: CardSeal, as layout: RecordLayout<IdentityField>) -> [UInt8] {
        var writer = written(layout)
        writer.put(seal.bytes, in: .seal)
        return writer.closed()
    }

    /// Reads the file. The seal comes back unchecked: only the store can check it.
    package static func decode(
        _ bytes: [UInt8], as layout: RecordLayout<IdentityField>
    ) throws(RecordFault) -> (record: IdentityRecord, seal: CardSeal) {
        let reader = try RecordReader(bytes, layout)
        let holder = reader.number(UInt8.self, in: .holderClass)
        guard let holderClass = RecordHolderClass(rawValue: holder) else {
            throw reader.illegal(.holderClass)
        }
        guard let cardNumber = cardNumber(digits: reader.content(of: .cardNumber)) else {
            throw reader.illegal(.cardNumber)
        }
        guard let student = studentNumber(padded: reader.content(of: .studentNumber)) else {
            throw reader.illegal(.studentNumber)
        }
        let validFrom = try reader.date(in: .validFrom)
        let validTo = try reader.date(in: .validTo)
        guard validFrom <= validTo else { throw reader.illegal(.validTo) }
        guard let seal = CardSeal(reader.content(of: .seal)) else { throw reader.illegal(.seal) }
        let record = IdentityRecord(
            holderClass: holderClass, cardNumber: cardNumber,
            issueNumber: IssueNumber(reader.number(UInt16.self, in: .issueNumber)),
            studentNumber: student, validFrom: validFrom, validTo: validTo)
        return (record, seal)
    }

    /// Everything but seal and check sum.
    private func written(
        _ layout: RecordLayout<IdentityField>
    ) -> RecordWriter<IdentityField> {
        var writer = RecordWriter(layout)
        writer.put(holderClass.rawValue, in: .holderClass)
        writer.put(issueNumber.value, in: .issueNumber)
        let digits = String(cardNumber.value)
        let zeros = String(repeating: "0", count: IdentityField.cardNumber.width - digits.count)
        writer.put((zeros + digits).utf8, in: .cardNumber)
        writer.put(studentNumber.text.utf8, in: .studentNumber)
        writer.put(validFrom.packed, in: .validFrom)
        writer.put(validTo.packed, in: .validTo)
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
