/// How often each fault strikes when it could.
///
/// Written `all`, `none`, or a list `NAME=RATE,…` in which a rate is a share from 0 to 1 of the occasions; `all` may
/// lead the list and is then changed by what follows.
package struct FaultRates: Hashable, Sendable {
    /// By the kind's raw value: strikes when a random 64-bit number is below it.
    private var thresholds: [UInt64]

    /// No fault ever strikes.
    package static let none = FaultRates(
        thresholds: Array(repeating: 0, count: FaultKind.allCases.count))

    /// Every fault at its ordinary rate.
    package static let all = FaultRates(
        thresholds: FaultKind.allCases.map { threshold($0.ordinaryRate) })

    private init(thresholds: [UInt64]) { self.thresholds = thresholds }

    /// - Throws: which part cannot be read, and why.
    package init(parsing text: String) throws(FaultRatesError) {
        self = .none
        for (index, part) in text.split(separator: ",").enumerated() {
            switch part {
            case "all" where index == 0: self = .all
            case "none" where index == 0: self = .none
            case let part: try set(part)
            }
        }
    }

    private mutating func set(_ part: Substring) throws(FaultRatesError) {
        let sides = part.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else {
            throw FaultRatesError("\(part) is not NAME=RATE, and neither all nor none in front")
        }
        guard let kind = FaultKind.named(sides[0]) else {
            let names = FaultKind.allCases.map(\.name).joined(separator: ", ")
            throw FaultRatesError("\(sides[0]) is no fault; there are \(names)")
        }
        guard let rate = Double(sides[1]), (0...1).contains(rate) else {
            throw FaultRatesError("\(kind.name) has the rate \(sides[1]); it must be from 0 to 1")
        }
        thresholds[kind.rawValue] = Self.threshold(rate)
    }

    package func strikes(_ kind: FaultKind, _ random: inout some RandomNumberGenerator) -> Bool {
        let threshold = thresholds[kind.rawValue]
        // A fault that is off draws nothing, so that switching one off leaves the others where they were.
        return threshold > 0 && random.next() <= threshold
    }

    private static func threshold(_ rate: Double) -> UInt64 {
        rate >= 1 ? .max : UInt64(rate * 0x1p64)
    }
}

/// Rates that cannot be read.
package struct FaultRatesError: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
