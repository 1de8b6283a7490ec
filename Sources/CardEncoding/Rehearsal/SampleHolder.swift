package import CampusCard

/// A cardholder whom no campus has, with everything that a store would say of a card: to try a profile out, and to measure.
/// The keys are known to everybody and open nothing.
package enum SampleHolder {
    /// A constant below is no legal value of its type.
    struct Illegal: Error {}

    package static func identity() throws -> IdentityRecord {
        guard let first = RecordDate(year: 2026, month: 9, day: 1),
            let last = RecordDate(year: 2030, month: 7, day: 31)
        else { throw Illegal() }
        return IdentityRecord(
            holderClass: .student, cardNumber: CardNumber(104_233), issueNumber: IssueNumber(7),
            studentNumber: StudentNumber(validated: "202401234"), validFrom: first, validTo: last)
    }

    package static func seal() throws -> CardSeal {
        guard let seal = CardSeal([UInt8](repeating: 0x5E, count: CardSeal.length)) else {
            throw Illegal()
        }
        return seal
    }

    package static func status(counter: UInt32) throws -> StatusRecord {
        guard let day = RecordDate(year: 2026, month: 11, day: 23) else { throw Illegal() }
        return StatusRecord(
            flag: .clear, goodAsOf: ListVersion(5_021), limitsGeneration: 3,
            singleLimit: Money(fen: 5_000), dailyLimit: Money(fen: 20_000),
            updateCounter: counter, writtenOn: day)
    }

    /// Bytes that count up.
    package static func key(from first: UInt8, bytes count: UInt8 = 16) -> [UInt8] {
        (0..<count).map { first + $0 }
    }
}
