internal import DeviceProtocols
internal import KioskPorts

/// The commands.
extension CCIDReaderModel {
    private static let turnaround = Duration.milliseconds(1)
    /// Header byte with wLevelParameter: the error of a block that does not fit into a chain.
    private static let levelOffset: UInt8 = 8

    /// One message. One that is none gets an error under its own slot and sequence, if it has them.
    func take(_ data: [UInt8], _ state: inout CCIDSlot, _ now: Duration) {
        do throws(CCIDCommandFault) {
            let (command, slot, sequence) = try CCIDCommand.parse(data)
            let exchange = CCIDSlot.Exchange(
                slot: slot, sequence: sequence, kind: command.answer)
            guard data.count <= CCIDReaderDescriptors.messageLimit else {
                return fail(exchange, CCIDError(.wrongLength), &state, now)
            }
            guard slot == 0 else { return fail(exchange, CCIDError(.wrongSlot), &state, now) }
            execute(command, exchange, &state, now)
        } catch {
            guard case .field(let offset) = error else { return }
            let exchange = CCIDSlot.Exchange(slot: data[5], sequence: data[6], kind: .slotStatus)
            fail(exchange, CCIDError(raw: offset), &state, now)
        }
    }

    private func execute(
        _ command: CCIDCommand, _ exchange: CCIDSlot.Exchange, _ state: inout CCIDSlot,
        _ now: Duration
    ) {
        if command == .abort { return abort(.message(exchange.sequence), &state, now) }
        guard case .none = state.abort else {
            return fail(exchange, CCIDError(.aborted), &state, now)
        }
        guard state.work == nil else {
            return fail(exchange, CCIDError(.slotBusy), &state, now)
        }
        switch command {
        case .powerOn:
            state.isActive = false
            guard let answerToReset = card.activate(now: now) else {
                return fail(exchange, CCIDError(.cardMute), &state, now)
            }
            state.isActive = true
            reply(exchange, answerToReset, &state, now)
        case .powerOff:
            card.deactivate(now: now)
            state.isActive = false
            reply(exchange, [], &state, now)
        case .getSlotStatus, .abort: reply(exchange, [], &state, now)
        case .getParameters:
            guard state.isActive, card.isPresent(now: now) else {
                return fail(exchange, CCIDError(.cardMute), &state, now)
            }
            let (number, block) = CCIDReaderDescriptors.parameters
            reply(exchange, block, &state, now, specific: number)
        case .escape: fail(exchange, CCIDError(.notSupported), &state, now)
        case .transferBlock(let data, _, let chain):
            transfer(data, chain, exchange, &state, now)
        }
    }

    /// One half of an abort; with the other half before it, what is under way ends.
    func abort(_ half: CCIDSlot.Abort, _ state: inout CCIDSlot, _ now: Duration) {
        switch (state.abort, half) {
        case (.request(let first), .message(let second)) where first == second,
            (.message(let first), .request(let second)) where first == second:
            state.forgetCommands()
            let exchange = CCIDSlot.Exchange(slot: 0, sequence: first, kind: .slotStatus)
            reply(exchange, [], &state, now)
        case (.none, _), (.request, _), (.message, _): state.abort = half
        }
    }

    private func transfer(
        _ data: [UInt8], _ chain: CCIDCommandChain, _ exchange: CCIDSlot.Exchange,
        _ state: inout CCIDSlot, _ now: Duration
    ) {
        guard state.isActive, card.isPresent(now: now) else {
            state.isActive = false
            return fail(exchange, CCIDError(.cardMute), &state, now)
        }
        switch chain {
        case .begins, .whole: state.command = []
        case .continues, .ends:
            guard state.command != nil else {
                return fail(exchange, CCIDError(raw: Self.levelOffset), &state, now)
            }
        case .asksForMore:
            guard data.isEmpty else { return fail(exchange, CCIDError(.wrongLength), &state, now) }
            guard !state.answer.isEmpty else {
                return fail(exchange, CCIDError(raw: Self.levelOffset), &state, now)
            }
            let (part, chain) = nextPart(isFirst: false, &state)
            return reply(exchange, part, &state, now, specific: chain.rawValue)
        }
        state.answer = []
        let command = (state.command ?? []) + data
        guard !data.isEmpty, command.count <= CCIDMessage.apduLimit else {
            state.command = nil
            return fail(exchange, CCIDError(.wrongLength), &state, now)
        }
        state.command = command
        switch chain {
        case .begins, .continues, .asksForMore:
            reply(exchange, [], &state, now, specific: CCIDReplyChain.wantsMore.rawValue)
        case .whole, .ends:
            state.command = nil
            carryOut(command, exchange, &state, now)
        }
    }

    /// Gives the card its command, and keeps the answer until the card is done with it.
    private func carryOut(
        _ command: [UInt8], _ exchange: CCIDSlot.Exchange, _ state: inout CCIDSlot,
        _ now: Duration
    ) {
        let answer = card.transmit(command, now: now)
        let outcome: CCIDReply
        if let response = answer.response, response.count <= CCIDMessage.responseLimit {
            state.answer = response
            let (part, chain) = nextPart(isFirst: true, &state)
            outcome = CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence, card: .active,
                outcome: .done, specific: chain.rawValue, data: part)
        } else {
            state.isActive = false
            outcome = CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(state, now), outcome: .failed(CCIDError(.cardMute)))
        }
        state.work = CCIDSlot.Work(
            exchange: exchange, answer: outcome, until: now + max(answer.takes, Self.turnaround),
            nextExtension: now + CCIDSlot.waitingTime)
    }

    /// The next part of the answer that fits into a message, and its place in the chain.
    private func nextPart(
        isFirst: Bool, _ state: inout CCIDSlot
    ) -> (part: [UInt8], chain: CCIDReplyChain) {
        let room = CCIDReaderDescriptors.messageLimit - CCIDMessage.headerLength
        let part = Array(state.answer.prefix(room))
        state.answer.removeFirst(part.count)
        let isLast = state.answer.isEmpty
        return (part, isFirst ? (isLast ? .whole : .begins) : (isLast ? .ends : .continues))
    }

    private func reply(
        _ exchange: CCIDSlot.Exchange, _ data: [UInt8], _ state: inout CCIDSlot, _ now: Duration,
        specific: UInt8 = 0
    ) {
        state.post(
            CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(state, now), outcome: .done, specific: specific, data: data),
            due: now + Self.turnaround)
    }

    private func fail(
        _ exchange: CCIDSlot.Exchange, _ error: CCIDError, _ state: inout CCIDSlot, _ now: Duration
    ) {
        state.post(
            CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(state, now), outcome: .failed(error)), due: now + Self.turnaround)
    }

    private func cardState(_ state: CCIDSlot, _ now: Duration) -> CCIDCardState {
        guard card.isPresent(now: now) else { return .absent }
        return state.isActive ? .active : .inactive
    }
}
