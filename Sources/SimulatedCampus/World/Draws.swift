import Simulator

/// Random choices with names. One generator for each purpose and number, so that a fault that is left out changes no
/// other choice.
struct Draws {
    private var generator: SeededGenerator

    /// - Parameter purpose: tells apart what is drawn under one seed.
    init(seed: UInt64, purpose: UInt64, number: Int) {
        var mixer = SeededGenerator(seed: seed ^ (purpose &* 0x9E37_79B9_7F4A_7C15))
        let mixed = mixer.next() ^ UInt64(truncatingIfNeeded: number) &* 0xD6E8_FEB8_6659_FD93
        generator = SeededGenerator(seed: mixed)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(generator.next() % UInt64(range.count))
    }

    mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[int(0...(elements.count - 1))]
    }

    mutating func seconds(_ range: ClosedRange<Int>) -> Duration {
        .milliseconds(int((range.lowerBound * 1_000)...(range.upperBound * 1_000)))
    }
}
