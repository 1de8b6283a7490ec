package import KioskPorts
internal import DeviceProtocols
internal import Synchronization

/// A CCID reader with one contactless slot (CCID 1.1): messages in, answers when the card has done its work, a notice on
/// the interrupt endpoint when a card comes or goes.
package final class CCIDReaderModel: SimulatedUSBDevice {
    /// A card that works longer than this makes the reader ask for time.
    private static let waitingTime = Duration.seconds(1)
    private static let turnaround = Duration.milliseconds(1)

    package var descriptors: USBDescriptors { CCIDReaderDescriptors.parsed }
    private let serialNumber: String
    private let card: any PresentedCard
    private let state = Mutex(State())

    private struct State {
        var output: [(due: Duration, bytes: [UInt8])] = []
        var isActive = false
        /// What the interrupt endpoint said last; nil before it said anything.
        var toldPresence: Bool?
        /// The command whose further parts are still to come.
        var command: [UInt8] = []
        /// The answer's parts that were not asked for yet.
        var answer: [UInt8] = []
    }

    package init(serialNumber: String, card: any PresentedCard) {
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
        // ABORT is taken; the bulk half of it is answered when it comes (CCID 1.1 §5.3.1).
        let isAbort =
            setup.requestType == CCIDAbortRequest.requestType
            && setup.request == CCIDAbortRequest.request
        return isAbort ? .done([]) : .stall
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard endpoint == CCIDReaderDescriptors.bulkOut else { return .stall }
        state.withLock { state in
            guard let (command, slot, sequence) = CCIDCommand.parse(data) else {
                return refuse(data, &state, now)
            }
            let exchange = Exchange(slot: slot, sequence: sequence, kind: command.answer)
            guard slot == 0 else {
                return fail(exchange, .wrongSlot, &state, now)
            }
            execute(command, exchange, &state, now)
        }
        return .accepted
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        state.withLock { state in
            if endpoint == CCIDReaderDescriptors.interruptIn { return notice(&state, now) }
            guard endpoint == CCIDReaderDescriptors.bulkIn, let first = state.output.first,
                first.due <= now
            else { return .nothingYet }
            state.output.removeFirst()
            return .bytes(first.bytes)
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { $0.output.first?.due }
    }

    package func clearHalt(_ endpoint: USBEndpointAddress) {}

    package func reset(now: Duration) {
        card.deactivate(now: now)
        state.withLock { $0 = State() }
    }

    private func notice(_ state: inout State, _ now: Duration) -> SimulatedInAnswer {
        let isPresent = card.isPresent(now: now)
        guard state.toldPresence != isPresent else { return .nothingYet }
        state.toldPresence = isPresent
        // NotifySlotChange: bit 0 present, bit 1 changed (CCID 1.1 §6.3.1).
        return .bytes([0x50, isPresent ? 0x03 : 0x02])
    }
}

/// The commands.
extension CCIDReaderModel {
    /// What an answer repeats of its command.
    private struct Exchange {
        let slot: UInt8
        let sequence: UInt8
        let kind: CCIDReplyKind
    }

    private func execute(
        _ command: CCIDCommand, _ exchange: Exchange, _ state: inout State, _ now: Duration
    ) {
        switch command {
        case .powerOn:
            state.isActive = false
            guard let answerToReset = card.activate(now: now) else {
                return fail(exchange, .cardMute, &state, now)
            }
            state.isActive = true
            reply(exchange, answerToReset, &state, now)
        case .powerOff:
            card.deactivate(now: now)
            state.isActive = false
            reply(exchange, [], &state, now)
        case .getSlotStatus, .abort: reply(exchange, [], &state, now)
        case .getParameters: reply(exchange, [0x11, 0x10, 0, 0x4D, 0, 0xFE, 0], &state, now)
        case .escape: fail(exchange, .notSupported, &state, now)
        case .transferBlock(let data, _, let chain):
            transfer(data, chain, exchange, &state, now)
        }
    }

    private func transfer(
        _ data: [UInt8], _ chain: CCIDCommandChain, _ exchange: Exchange, _ state: inout State,
        _ now: Duration
    ) {
        switch chain {
        case .begins, .continues:
            state.command = (chain == .begins ? [] : state.command) + data
            reply(exchange, [], &state, now, specific: CCIDReplyChain.wantsMore.rawValue)
        case .asksForMore:
            sendPart(exchange, isFirst: false, &state, now)
        case .whole, .ends:
            let command = (chain == .ends ? state.command : []) + data
            state.command = []
            guard state.isActive, card.isPresent(now: now) else {
                state.isActive = false
                return fail(exchange, .cardMute, &state, now)
            }
            let answer = card.transmit(command, now: now)
            let ready = askForTime(answer.takes, exchange, &state, now)
            guard let response = answer.response else {
                state.isActive = false
                return fail(exchange, .cardMute, &state, ready)
            }
            state.answer = response
            sendPart(exchange, isFirst: true, &state, ready)
        }
    }

    /// Time extensions while the card works; the instant at which it is done.
    private func askForTime(
        _ takes: Duration, _ exchange: Exchange, _ state: inout State, _ now: Duration
    ) -> Duration {
        var passed = Self.waitingTime
        while passed < takes {
            post(
                CCIDReply(
                    exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                    card: .active, outcome: .wantsTime(multiplier: 1)), &state, now + passed)
            passed += Self.waitingTime
        }
        return now + takes
    }

    /// The next part of the answer that fits into a message.
    private func sendPart(
        _ exchange: Exchange, isFirst: Bool, _ state: inout State, _ now: Duration
    ) {
        let room = CCIDReaderDescriptors.messageLimit - CCIDMessage.headerLength
        let part = Array(state.answer.prefix(room))
        state.answer.removeFirst(part.count)
        let isLast = state.answer.isEmpty
        let chain: CCIDReplyChain =
            isFirst ? (isLast ? .whole : .begins) : (isLast ? .ends : .continues)
        reply(exchange, part, &state, now, specific: chain.rawValue)
    }

    private func reply(
        _ exchange: Exchange, _ data: [UInt8], _ state: inout State, _ now: Duration,
        specific: UInt8 = 0
    ) {
        post(
            CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(state, now), outcome: .done, specific: specific, data: data),
            &state, now + Self.turnaround)
    }

    private func fail(
        _ exchange: Exchange, _ code: CCIDErrorCode, _ state: inout State, _ now: Duration
    ) {
        post(
            CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(state, now), outcome: .failed(CCIDError(code))), &state,
            now + Self.turnaround)
    }

    /// A message that is none gets an error under its own slot and sequence, if it has them.
    private func refuse(_ data: [UInt8], _ state: inout State, _ now: Duration) {
        guard data.count >= CCIDMessage.headerLength else { return }
        let exchange = Exchange(slot: data[5], sequence: data[6], kind: .slotStatus)
        fail(exchange, .notSupported, &state, now)
    }

    private func cardState(_ state: State, _ now: Duration) -> CCIDCardState {
        guard card.isPresent(now: now) else { return .absent }
        return state.isActive ? .active : .inactive
    }

    private func post(_ reply: CCIDReply, _ state: inout State, _ due: Duration) {
        state.output.append((max(due, state.output.last?.due ?? due), reply.bytes))
    }
}
