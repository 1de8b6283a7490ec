import CardPrimitives
import Simulator
import Synchronization

/// Random bytes of a seed, shared by whoever asks, in the order of asking.
package final class SeededRandom: Sendable {
    private let generator: Mutex<SeededGenerator>
    package init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    package func next(_ count: Int) -> [UInt8] {
        generator.withLock { generator in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
        }
    }
}

/// The same as a source for cards.
package struct SeededSource: RandomSource {
    private let random: SeededRandom
    package init(_ random: SeededRandom) { self.random = random }
    package mutating func bytes(_ count: Int) -> [UInt8] { random.next(count) }
}
