internal import DeviceProtocols
internal import KioskPorts

/// What a reader does for cards whose protocol is the host's, and its parameters.
extension CCIDReaderModel {
    /// The card's answer to reset, after which a reader that chooses by itself has chosen: the first protocol, at the card's
    /// own speed.
    func connect(
        _ slot: Int, _ contactless: [UInt8], _ state: inout CCIDReaderMemory
    ) -> [UInt8] {
        guard shape.passesBlocks else { return contactless }
        var contact = ContactCard(shape.contacts)
        if shape.selects { contact.select(shape.contacts.speech, speed: shape.contacts.speed) }
        if shape.announcesInformationSize { contact.learn(informationSize: 254) }
        state.slots[slot].contact = contact
        if shape.setsParameters {
            let length = contact.speech == .t0 ? 5 : 7
            state.slots[slot].parameters = (
                contact.speech.rawValue,
                [contact.speed] + [UInt8](repeating: 0, count: length - 1)
            )
        }
        return shape.contacts.answerToReset
    }

    /// SetParameters (§6.1.7): five bytes for T=0, seven for T=1.
    func set(
        _ number: UInt8, _ block: [UInt8], _ exchange: CCIDSlot.Exchange,
        _ state: inout CCIDReaderMemory, _ now: Duration
    ) {
        let slot = Int(exchange.slot)
        guard state.slots[slot].isActive, cards[slot].isPresent(now: now) else {
            return fail(exchange, CCIDError(.cardMute), &state, now)
        }
        if let refusal = shape.refusesSetting { return fail(exchange, refusal, &state, now) }
        guard number < 2, shape.protocols >> number & 1 != 0 else {
            return fail(exchange, CCIDError(raw: 7), &state, now)
        }
        guard block.count == (number == 0 ? 5 : 7) else {
            return fail(exchange, CCIDError(.wrongLength), &state, now)
        }
        state.slots[slot].parameters = (number, block)
        reply(exchange, block, &state, now, specific: number)
    }

    /// Bytes to the card and back as they are. What the reader is not set to, the card does not understand.
    /// - Parameter count: how many characters come back, at the character level.
    func pass(
        _ data: [UInt8], _ count: Int?, _ exchange: CCIDSlot.Exchange,
        _ state: inout CCIDReaderMemory, _ now: Duration
    ) {
        let slot = Int(exchange.slot)
        let card = cards[slot]
        guard state.slots[slot].isActive, card.isPresent(now: now),
            var contact = state.slots[slot].contact
        else {
            state.slots[slot].isActive = false
            return fail(exchange, CCIDError(.cardMute), &state, now)
        }
        defer { state.slots[slot].contact = contact }
        let isSelection = state.slots[slot].parameters == nil && data.first == 0xFF
        guard isSelection || isSet(state.slots[slot], contact) else {
            return fail(exchange, CCIDError(.parity), &state, now)
        }
        if count != nil, data.isEmpty, !state.slots[slot].answer.isEmpty {
            return give(count, [], .zero, exchange, &state, now)
        }
        let spelled = count == nil ? nil : contact.spell(data, card, now: now)
        let heard = spelled ?? contact.take(data, card, now: now)
        guard let response = heard.response else {
            return fail(exchange, CCIDError(.cardMute), &state, now)
        }
        give(count, response, heard.takes, exchange, &state, now)
    }

    private func isSet(_ slot: CCIDSlot, _ contact: ContactCard) -> Bool {
        guard let parameters = slot.parameters else { return false }
        return parameters.number == contact.speech.rawValue && parameters.block[0] == contact.speed
    }

    /// At most so many characters; the rest is asked for.
    private func give(
        _ count: Int?, _ response: [UInt8], _ takes: Duration, _ exchange: CCIDSlot.Exchange,
        _ state: inout CCIDReaderMemory, _ now: Duration
    ) {
        let slot = Int(exchange.slot)
        let all = state.slots[slot].answer + response
        let part = count.map { Array(all.prefix($0)) } ?? all
        state.slots[slot].answer = Array(all.dropFirst(part.count))
        let answer = CCIDReply(
            exchange.kind, slot: exchange.slot, sequence: exchange.sequence, card: .active,
            outcome: .done, data: part)
        work(answer, exchange, takes, &state, now)
    }
}
