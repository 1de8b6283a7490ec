/// A calendar day in a card record: four bytes of binary-coded decimal, `YYYY MM DD`, so that a
/// terminal without a calendar can print and compare it.
package struct RecordDate: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    /// Nil unless the day exists in the Gregorian calendar between 2000 and 2099.
    package init?(year: Int, month: Int, day: Int) {
        guard (2000...2099).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that four bytes stand for; nil when a digit is above nine or the day does not exist.
    package init?(packed bytes: some Collection<UInt8>) {
        let digits = bytes.flatMap { [Int($0 >> 4), Int($0 & 0x0F)] }
        guard digits.count == 8, digits.allSatisfy({ $0 <= 9 }) else { return nil }
        let year = digits[..<4].reduce(0) { $0 * 10 + $1 }
        self.init(
            year: year, month: digits[4] * 10 + digits[5], day: digits[6] * 10 + digits[7])
    }

    /// Four bytes, `YYYY MM DD`.
    package var packed: [UInt8] {
        [year / 100, year % 100, month, day].map { UInt8($0 / 10 * 16 + $0 % 10) }
    }

    /// `2026-11-23`.
    package var description: String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
