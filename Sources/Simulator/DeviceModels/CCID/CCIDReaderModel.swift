package import KioskPorts
internal import DeviceProtocols
internal import Synchronization

/// A CCID reader with one contactless slot (CCID 1.1): messages in, answers when the card has done its work, a notice on
/// the interrupt endpoint when a card comes or goes.
///
/// One command at a time is under way on the slot (bMaxCCIDBusySlots 1); another one is told that the slot is busy. An
/// abort, which is a control request and a message with the same sequence number, ends what is under way: nothing of it is
/// heard after the abort's own answer (§5.3.1).
package final class CCIDReaderModel: SimulatedUSBDevice {
    /// Answers that wait for the host; a reader with so many takes no further message.
    package static let answerLimit = 8

    package var descriptors: USBDescriptors { CCIDReaderDescriptors.parsed }
    private let serialNumber: String?
    let card: any PresentedCard
    private let state = Mutex(CCIDSlot())

    /// - Parameter serialNumber: nil for a reader that answers no string, as many do.
    package init(serialNumber: String?, card: any PresentedCard) {
        self.serialNumber = serialNumber
        self.card = card
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
            setup.request == CCIDAbortRequest.request, setup.index == 0, setup.length == 0,
            setup.value & 0xFF == 0
        else { return .stall }
        state.withLock { state in
            abort(.request(UInt8(setup.value >> 8)), &state, now)
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
            [state.output.first?.due, state.work?.nextSign].compactMap { $0 }.min()
        }
    }

    package func clearHalt(_ endpoint: USBEndpointAddress) {}

    package func reset(now: Duration) {
        card.deactivate(now: now)
        state.withLock { $0 = CCIDSlot() }
    }

    private func notice(_ state: inout CCIDSlot, _ now: Duration) -> SimulatedInAnswer {
        let isPresent = card.isPresent(now: now)
        guard state.toldPresence != isPresent else { return .nothingYet }
        state.toldPresence = isPresent
        // NotifySlotChange: bit 0 present, bit 1 changed (CCID 1.1 §6.3.1).
        return .bytes([0x50, isPresent ? 0x03 : 0x02])
    }
}
