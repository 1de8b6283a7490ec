package import KioskPorts
internal import DeviceProtocols
internal import Synchronization

/// A CCID reader (CCID 1.1): messages in, answers when a card has done its work, a notice on the interrupt endpoint when a
/// card comes or goes.
///
/// One command at a time is under way on all slots (bMaxCCIDBusySlots 1); another one is told that the slot is busy. An
/// abort, which is a control request and a message with the same sequence number, ends what is under way: nothing of it is
/// heard after the abort's own answer (§5.3.1).
package final class CCIDReaderModel: SimulatedUSBDevice {
    /// Answers that wait for the host; a reader with so many takes no further message.
    package static let answerLimit = 8

    package let descriptors: USBDescriptors
    let shape: CCIDReaderShape
    private let serialNumber: String?
    /// One for each slot.
    let cards: [any PresentedCard]
    private let state: Mutex<CCIDReaderMemory>

    /// - Parameter serialNumber: nil for a reader that answers no string, as many do.
    package convenience init(serialNumber: String?, card: any PresentedCard) {
        self.init(serialNumber: serialNumber, shape: CCIDReaderShape(), cards: [card])
    }

    /// - Precondition: one card for each slot.
    package init(serialNumber: String?, shape: CCIDReaderShape, cards: [any PresentedCard]) {
        precondition(cards.count == Int(shape.slotCount), "each slot has its card")
        self.serialNumber = serialNumber
        self.shape = shape
        self.cards = cards
        descriptors = CCIDReaderDescriptors.of(shape)
        state = Mutex(Self.fresh(shape))
    }

    private static func fresh(_ shape: CCIDReaderShape) -> CCIDReaderMemory {
        CCIDReaderMemory(slots: Array(repeating: CCIDSlot(), count: Int(shape.slotCount)))
    }

    package func string(at index: UInt8) -> String? {
        switch index {
        case 1: CCIDReaderDescriptors.product
        case CCIDReaderDescriptors.serialNumberIndex: serialNumber
        case _: nil
        }
    }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        guard setup.requestType == CCIDAbortRequest.requestType,
            setup.request == CCIDAbortRequest.request, setup.index == UInt16(shape.interface),
            setup.length == 0, setup.value & 0xFF < UInt16(shape.slotCount)
        else { return .stall }
        state.withLock { state in
            let slot = UInt8(setup.value & 0xFF)
            abort(.request(UInt8(setup.value >> 8)), slot, &state, now)
        }
        return .done([])
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard endpoint == CCIDReaderDescriptors.bulkOut else { return .stall }
        return state.withLock { state in
            state.goOn(now: now)
            guard state.output.count < Self.answerLimit else { return .silence }
            take(data, &state, now)
            return .accepted
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        state.withLock { state in
            if endpoint == CCIDReaderDescriptors.interruptIn { return notice(&state, now) }
            guard endpoint == CCIDReaderDescriptors.bulkIn else { return .stall }
            state.goOn(now: now)
            guard let first = state.output.first, first.due <= now else { return .nothingYet }
            state.output.removeFirst()
            return .bytes(first.bytes)
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { state in
            (state.slots.map { $0.work?.nextSign } + [state.output.first?.due])
                .compactMap { $0 }.min()
        }
    }

    package func clearHalt(_ endpoint: USBEndpointAddress) {}

    package func reset(now: Duration) {
        for card in cards { card.deactivate(now: now) }
        state.withLock { state in
            let kept = shape.commands?.keepsKeys == true ? state.keys : [:]
            state = Self.fresh(shape)
            state.keys = kept
        }
    }

    /// The keys in its memory that open something.
    package var heldKeys: [[UInt8]] {
        state.withLock { $0.keys.values.filter { $0.contains { $0 != 0 } } }
    }

    /// NotifySlotChange: two bits for each slot, present and changed (CCID 1.1 §6.3.1).
    private func notice(_ state: inout CCIDReaderMemory, _ now: Duration) -> SimulatedInAnswer {
        var bitmap = [UInt8](repeating: 0, count: (cards.count + 3) / 4)
        var hasChanged = false
        for (index, card) in cards.enumerated() {
            let isPresent = card.isPresent(now: now)
            var bits: UInt8 = isPresent ? 1 : 0
            if state.slots[index].toldPresence != isPresent {
                state.slots[index].toldPresence = isPresent
                hasChanged = true
                bits |= 2
            }
            bitmap[index / 4] |= bits << (index % 4 * 2)
        }
        return hasChanged ? .bytes([0x50] + bitmap) : .nothingYet
    }
}
