import CardPrimitives

/// Bytes that a seed determines (SplitMix64).
struct SeededRandom: RandomSource {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return UInt8(truncatingIfNeeded: mixed ^ mixed >> 31)
        }
    }
}

/// Challenges laid down beforehand, taken in order.
struct ScriptedRandom: RandomSource {
    private var script: [[UInt8]]

    init(_ script: [[UInt8]]) {
        self.script = script
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        precondition(script.first?.count == count, "the script has no \(count) bytes here")
        return script.removeFirst()
    }
}
