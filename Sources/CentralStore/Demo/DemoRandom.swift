import CampusCard

/// Numbers that a seed decides (SplitMix64).
struct DemoRandom {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) % UInt64(bound))
    }

    mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(below(10)) }.joined()
    }

    /// Seven bytes that begin with 04, as of the maker of the campus's cards.
    mutating func uid() -> CardUID {
        let bytes = [0x04] + (0..<6).map { _ in UInt8(below(256)) }
        guard let uid = CardUID(bytes) else { preconditionFailure("seven bytes are a UID") }
        return uid
    }
}
