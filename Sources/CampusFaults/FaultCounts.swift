/// How often each fault was drawn, how often it struck, and how often the code that handles it said so.
///
/// The three differ with reason. A draw may plan a fault for an occasion that never comes, or for several: a request
/// that is lost, and lost again when it is repeated. And a mark is what the code sees: one name for all faults that look
/// alike to it, counted each time that it deals with one.
package struct FaultCounts: Hashable, Sendable, Codable {
    private var drawn: [Int]
    private var injected: [Int]
    private var handled: [Int]

    package init() {
        drawn = Array(repeating: 0, count: FaultKind.allCases.count)
        injected = drawn
        handled = drawn
    }

    package func draws(of kind: FaultKind) -> Int { drawn[kind.rawValue] }
    package func injections(of kind: FaultKind) -> Int { injected[kind.rawValue] }
    package func marks(of kind: FaultKind) -> Int { handled[kind.rawValue] }

    mutating func drawn(_ kind: FaultKind) { drawn[kind.rawValue] += 1 }
    package mutating func injected(_ kind: FaultKind) { injected[kind.rawValue] += 1 }
    package mutating func handled(_ kind: FaultKind, times: Int = 1) {
        handled[kind.rawValue] += times
    }

    package static func += (left: inout FaultCounts, right: FaultCounts) {
        for index in left.injected.indices {
            left.drawn[index] += right.drawn[index]
            left.injected[index] += right.injected[index]
            left.handled[index] += right.handled[index]
        }
    }
}
