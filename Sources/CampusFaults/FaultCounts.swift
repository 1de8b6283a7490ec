/// How often each fault was injected, and how often the code that handles it was seen to do so.
package struct FaultCounts: Hashable, Sendable, Codable {
    private var injected: [Int]
    private var handled: [Int]

    package init() {
        injected = Array(repeating: 0, count: FaultKind.allCases.count)
        handled = injected
    }

    package func injections(of kind: FaultKind) -> Int { injected[kind.rawValue] }
    package func marks(of kind: FaultKind) -> Int { handled[kind.rawValue] }

    mutating func injected(_ kind: FaultKind) { injected[kind.rawValue] += 1 }
    mutating func handled(_ kind: FaultKind) { handled[kind.rawValue] += 1 }

    package static func += (left: inout FaultCounts, right: FaultCounts) {
        for index in left.injected.indices {
            left.injected[index] += right.injected[index]
            left.handled[index] += right.handled[index]
        }
    }
}
