import CardPrimitives

/// The challenges of a chip under a seed, so that a transcript that was recorded once replays for
/// ever: the k-th request for n bytes gets the first n bytes of `sha256(seed ‖ k)`, k in four bytes
/// from 1, most significant first.
///
/// A request for more than 32 bytes, which no command makes, goes on with the digest of the digest.
package struct SeededChipRandom: RandomSource {
    private let seed: [UInt8]
    private var requests: UInt32 = 0

    package init(seed: String) {
        self.seed = Array(seed.utf8)
    }

    package mutating func bytes(_ count: Int) -> [UInt8] {
        requests &+= 1
        let number = (0..<4).map { UInt8(truncatingIfNeeded: requests >> (24 - 8 * $0)) }
        var digest = MessageDigest.sha256(seed + number)
        var result = digest
        while result.count < count {
            digest = MessageDigest.sha256(digest)
            result += digest
        }
        return Array(result.prefix(count))
    }
}
