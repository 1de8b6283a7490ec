/// How often each of a fixed set of things was counted.
package struct Tally<Thing: Hashable & Sendable & CaseIterable>: Hashable, Sendable {
    private var counts: [Thing: Int] = [:]

    package init() {}

    /// 0 for what was never counted.
    package subscript(_ thing: Thing) -> Int { counts[thing, default: 0] }

    package mutating func add(_ thing: Thing) { counts[thing, default: 0] += 1 }

    package static func += (left: inout Tally, right: Tally) {
        left.counts.merge(right.counts, uniquingKeysWith: +)
    }

    /// All that was counted, in the order of the cases.
    package var counted: [(thing: Thing, count: Int)] {
        Thing.allCases.compactMap { thing in counts[thing].map { (thing, $0) } }
    }
}
