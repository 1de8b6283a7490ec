import CampusFaults
import KioskPorts
import Synchronization

/// What goes wrong inside the cards that one kiosk writes: a chip that answers a command with an error of its memory.
final class CardInterference: Sendable {
    private struct State {
        /// Faults to come, and the exchanges that still go through before each.
        var planned: [(kind: FaultKind, after: Int)] = []
        var struck: [FaultKind] = []
    }
    private let state = Mutex(State())

    func plan(_ kind: FaultKind, after: Int) {
        state.withLock { $0.planned.append((kind, after)) }
    }

    func clear() { state.withLock { $0.planned = [] } }

    /// What struck since the last call.
    func takeStruck() -> [FaultKind] {
        state.withLock { state in
            defer { state.struck = [] }
            return state.struck
        }
    }

    /// The answer that the chip gives instead of its own; nil when it is in order.
    func answer() -> [UInt8]? {
        state.withLock { state in
            for index in state.planned.indices { state.planned[index].after -= 1 }
            guard let due = state.planned.firstIndex(where: { $0.after < 0 }) else { return nil }
            let kind = state.planned.remove(at: due).kind
            state.struck.append(kind)
            // DESFire: EEPROM error, and integrity error, in the form of ISO/IEC 7816-4.
            return kind == .cardMemoryError ? [0x91, 0xEE] : [0x91, 0x1E]
        }
    }
}

/// A channel to cards some of which are failing.
struct FailingCards: CardChannel {
    let channel: any CardChannel
    let interference: CardInterference

    func probe() async throws(CardChannelFault) { try await channel.probe() }
    func activate() async throws(CardChannelFault) -> [UInt8] { try await channel.activate() }
    func deactivate() async { await channel.deactivate() }

    func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        if let answer = interference.answer() { return answer }
        return try await channel.transmit(apdu)
    }
}
