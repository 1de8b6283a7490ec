import CardPrimitives
import KioskPorts
import Simulator
import VirtualChips
import Synchronization

/// One virtual chip in a reader's field, without a machine around it.
final class ChipInField: PresentedCard, @unchecked Sendable {
    // Used on the simulation's one thread only.
    private let chip: VirtualDESFire
    private(set) var commands = 0

    init(_ memory: ChipMemory) {
        chip = VirtualDESFire(memory: memory, random: CountedRandom(77))
    }

    var memory: ChipMemory { chip.memory }

    func isPresent(now: Duration) -> Bool { true }

    func activate(now: Duration) -> [UInt8]? {
        let selected: (uid: [UInt8], ats: [UInt8]) = chip.activate()
        return EchoCard.answerToReset + selected.ats
    }

    func deactivate(now: Duration) { chip.fieldLost() }

    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        commands += 1
        let response = chip.transmit(apdu)
        return PresentedCardReply(
            response: response.isEmpty ? nil : response, takes: .milliseconds(5))
    }
}

/// Bytes that a seed determines.
struct CountedRandom: RandomSource {
    private var generator: SeededGenerator

    init(_ seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }
}
