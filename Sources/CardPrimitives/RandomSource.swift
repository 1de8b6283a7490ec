import CLibCrypto

/// Where challenges come from: passed in, so that a run under a seed repeats exactly.
package protocol RandomSource: Sendable {
    /// The next `count` bytes.
    mutating func bytes(_ count: Int) -> [UInt8]
}

/// The generator of the operating system, through OpenSSL, for composition roots.
package struct SystemRandom: RandomSource {
    package init() {}

    package mutating func bytes(_ count: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        let done = RAND_priv_bytes(&result, Int32(count))
        precondition(done == 1, "the random generator gave nothing: no challenge may be sent")
        return result
    }
}
