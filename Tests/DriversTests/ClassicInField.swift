import CampusCard
import KioskPorts
import Simulator
import Synchronization
import VirtualChips

/// A MIFARE Classic card in a reader's field, without a machine around it.
final class ClassicInField: PresentedCard, @unchecked Sendable {
    // Used on the simulation's one thread only.
    private let chip: VirtualClassic
    private(set) var activations = 0

    init(_ memory: ClassicMemory) { chip = VirtualClassic(memory: memory) }

    func isPresent(now: Duration) -> Bool { true }

    func activate(now: Duration) -> [UInt8]? {
        activations += 1
        return chip.activate()
    }

    func deactivate(now: Duration) { chip.fieldLost() }

    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        let response = chip.transmit(apdu)
        return PresentedCardReply(
            response: response.isEmpty ? nil : response, takes: .milliseconds(5))
    }
}
