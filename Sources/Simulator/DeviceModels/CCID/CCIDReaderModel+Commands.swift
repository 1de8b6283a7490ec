internal import DeviceProtocols
internal import KioskPorts

/// The commands.
extension CCIDReaderModel {
    private static let turnaround = Duration.milliseconds(1)
    /// Header byte with wLevelParameter: the error of a block that does not fit into a chain.
    private static let levelOffset: UInt8 = 8

    /// One message. One that is none gets an error under its own slot and sequence, if it has them.
    func take(_ data: [UInt8], _ state: inout CCIDReaderMemory, _ now: Duration) {
        do throws(CCIDCommandFault) {
            let (command, slot, sequence) = try CCIDCommand.parse(data, level: shape.level)
            let exchange = CCIDSlot.Exchange(
                slot: slot, sequence: sequence, kind: command.answer)
            guard data.count <= shape.messageLimit else {
                return fail(exchange, CCIDError(.wrongLength), &state, now)
            }
            guard slot < shape.slotCount else {
                return fail(exchange, CCIDError(.wrongSlot), &state, now)
            }
            execute(command, exchange, &state, now)
        } catch {
            guard case .field(let offset) = error else { return }
            let exchange = CCIDSlot.Exchange(slot: data[5], sequence: data[6], kind: .slotStatus)
            fail(exchange, CCIDError(raw: offset), &state, now)
        }
    }

    private func execute(
        _ command: CCIDCommand, _ exchange: CCIDSlot.Exchange, _ state: inout CCIDReaderMemory,
        _ now: Duration
    ) {
        if command == .abort {
            return abort(.message(exchange.sequence), exchange.slot, &state, now)
        }
        let slot = Int(exchange.slot)
        let card = cards[slot]
        guard case .none = state.slots[slot].abort else {
            return fail(exchange, CCIDError(.aborted), &state, now)
        }
        guard !state.isBusy else {
            return fail(exchange, CCIDError(.slotBusy), &state, now)
        }
        switch command {
        case .powerOn:
            state.slots[slot].forgetSession()
            guard let bytes = activate(slot, &state, now) else {
                return fail(exchange, CCIDError(.cardMute), &state, now)
            }
            state.slots[slot].isActive = true
            reply(exchange, connect(slot, bytes, &state), &state, now)
        case .powerOff:
            if shape.fieldSwitch == nil { card.deactivate(now: now) }
            state.slots[slot].forgetSession()
            reply(exchange, [], &state, now)
        case .getSlotStatus, .abort: reply(exchange, [], &state, now)
        case .getParameters:
            guard state.slots[slot].isActive, card.isPresent(now: now) else {
                return fail(exchange, CCIDError(.cardMute), &state, now)
            }
            if let refusal = shape.refusesQuestion { return fail(exchange, refusal, &state, now) }
            let (number, block) =
                state.slots[slot].parameters ?? CCIDReaderDescriptors.parameters
            reply(exchange, block, &state, now, specific: number)
        case .setParameters(let number, let block):
            set(number, block, exchange, &state, now)
        case .resetParameters:
            state.slots[slot].parameters = nil
            let (number, block) = CCIDReaderDescriptors.parameters
            reply(exchange, block, &state, now, specific: number)
        case .escape(let data): escape(data, exchange, &state, now)
        case .transferBlock(let data, _, let chain):
            guard shape.passesBlocks else {
                return transfer(data, chain, exchange, &state, now)
            }
            pass(data, nil, exchange, &state, now)
        case .transferCharacters(let data, _, let count):
            pass(data, Int(count), exchange, &state, now)
        }
    }

    /// One half of an abort; with the other half before it, what is under way ends.
    func abort(
        _ half: CCIDSlot.Abort, _ slot: UInt8, _ state: inout CCIDReaderMemory, _ now: Duration
    ) {
        switch (state.slots[Int(slot)].abort, half) {
        case (.request(let first), .message(let second)) where first == second,
            (.message(let first), .request(let second)) where first == second:
            state.forgetCommands(slot: slot)
            let exchange = CCIDSlot.Exchange(slot: slot, sequence: first, kind: .slotStatus)
            reply(exchange, [], &state, now)
        case (.none, _), (.request, _), (.message, _): state.slots[Int(slot)].abort = half
        }
    }

    private func transfer(
        _ data: [UInt8], _ chain: CCIDCommandChain, _ exchange: CCIDSlot.Exchange,
        _ state: inout CCIDReaderMemory, _ now: Duration
    ) {
        let slot = Int(exchange.slot)
        guard state.slots[slot].isActive, cards[slot].isPresent(now: now) else {
            state.slots[slot].isActive = false
            return fail(exchange, CCIDError(.cardMute), &state, now)
        }
        switch chain {
        case .begins, .whole: state.slots[slot].command = []
        case .continues, .ends:
            guard state.slots[slot].command != nil else {
                return fail(exchange, CCIDError(raw: Self.levelOffset), &state, now)
            }
        case .asksForMore:
            guard data.isEmpty else { return fail(exchange, CCIDError(.wrongLength), &state, now) }
            guard !state.slots[slot].answer.isEmpty else {
                return fail(exchange, CCIDError(raw: Self.levelOffset), &state, now)
            }
            let (part, chain) = nextPart(isFirst: false, &state.slots[slot])
            return reply(exchange, part, &state, now, specific: chain.rawValue)
        }
        state.slots[slot].answer = []
        let command = (state.slots[slot].command ?? []) + data
        guard !data.isEmpty, command.count <= CCIDMessage.apduLimit else {
            state.slots[slot].command = nil
            return fail(exchange, CCIDError(.wrongLength), &state, now)
        }
        state.slots[slot].command = command
        switch chain {
        case .begins, .continues, .asksForMore:
            reply(exchange, [], &state, now, specific: CCIDReplyChain.wantsMore.rawValue)
        case .whole, .ends:
            state.slots[slot].command = nil
            carryOut(command, exchange, &state, now)
        }
    }

    /// Gives the card its command, and keeps the answer until the card is done with it.
    private func carryOut(
        _ command: [UInt8], _ exchange: CCIDSlot.Exchange, _ state: inout CCIDReaderMemory,
        _ now: Duration
    ) {
        let slot = Int(exchange.slot)
        let answer = answer(to: command, cards[slot], &state, now)
        let outcome: CCIDReply
        if let response = answer.response, response.count <= CCIDMessage.responseLimit {
            state.slots[slot].answer = response
            let (part, chain) = nextPart(isFirst: true, &state.slots[slot])
            outcome = CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence, card: .active,
                outcome: .done, specific: chain.rawValue, data: part)
        } else {
            state.slots[slot].isActive = false
            outcome = CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(slot, state, now), outcome: .failed(CCIDError(.cardMute)))
        }
        work(outcome, exchange, answer.takes, &state, now)
    }

    /// The answer comes when the card is done.
    func work(
        _ answer: CCIDReply, _ exchange: CCIDSlot.Exchange, _ takes: Duration,
        _ state: inout CCIDReaderMemory, _ now: Duration
    ) {
        state.slots[Int(exchange.slot)].work = CCIDSlot.Work(
            exchange: exchange, answer: answer, until: now + max(takes, Self.turnaround),
            nextExtension: now + CCIDSlot.waitingTime)
    }

    /// The next part of the answer that fits into a message, and its place in the chain.
    private func nextPart(
        isFirst: Bool, _ slot: inout CCIDSlot
    ) -> (part: [UInt8], chain: CCIDReplyChain) {
        let room = shape.messageLimit - CCIDMessage.headerLength
        let part = Array(slot.answer.prefix(room))
        slot.answer.removeFirst(part.count)
        let isLast = slot.answer.isEmpty
        return (part, isFirst ? (isLast ? .whole : .begins) : (isLast ? .ends : .continues))
    }

    func reply(
        _ exchange: CCIDSlot.Exchange, _ data: [UInt8], _ state: inout CCIDReaderMemory,
        _ now: Duration,
        specific: UInt8 = 0
    ) {
        state.post(
            CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(Int(exchange.slot), state, now), outcome: .done, specific: specific,
                data: data),
            due: now + Self.turnaround)
    }

    func fail(
        _ exchange: CCIDSlot.Exchange, _ error: CCIDError, _ state: inout CCIDReaderMemory,
        _ now: Duration
    ) {
        state.post(
            CCIDReply(
                exchange.kind, slot: exchange.slot, sequence: exchange.sequence,
                card: cardState(Int(exchange.slot), state, now), outcome: .failed(error)),
            due: now + Self.turnaround)
    }

    func cardState(_ slot: Int, _ state: CCIDReaderMemory, _ now: Duration) -> CCIDCardState {
        guard cards.indices.contains(slot), cards[slot].isPresent(now: now) else { return .absent }
        return state.slots[slot].isActive ? .active : .inactive
    }
}
