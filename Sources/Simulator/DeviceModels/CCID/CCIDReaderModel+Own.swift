internal import DeviceProtocols
internal import KioskPorts

/// What a reader answers itself: its maker's commands, and those of PC/SC part 3.
extension CCIDReaderModel {
    private static let done: [UInt8] = [0x90, 0x00]
    /// An answer of the reader's own takes no card.
    private static let own = Duration.milliseconds(2)

    func escape(
        _ data: [UInt8], _ exchange: CCIDSlot.Exchange, _ state: inout CCIDReaderMemory,
        _ now: Duration
    ) {
        if let field = shape.fieldSwitch, data == field.off || data == field.on {
            state.isFieldOff = data == field.off
            if state.isFieldOff {
                for (slot, card) in cards.enumerated() {
                    card.deactivate(now: now)
                    state.slots[slot].cachedAnswer = nil
                }
            }
            return reply(exchange, [0xD5, 0x33] + Self.done, &state, now)
        }
        guard let answer = shape.escapes[data] else {
            return fail(exchange, CCIDError(.notSupported), &state, now)
        }
        reply(exchange, answer, &state, now)
    }

    /// The card's answer to reset, or the one of before.
    func activate(
        _ slot: Int, _ state: inout CCIDReaderMemory, _ now: Duration
    ) -> [UInt8]? {
        guard !state.isFieldOff else { return nil }
        if shape.fieldSwitch != nil, let cached = state.slots[slot].cachedAnswer { return cached }
        let answer = cards[slot].activate(now: now)
        state.slots[slot].cachedAnswer = answer
        return answer
    }

    /// A command to the card, unless it is the reader's own.
    func answer(
        to apdu: [UInt8], _ card: any PresentedCard, _ state: inout CCIDReaderMemory,
        _ now: Duration
    ) -> PresentedCardReply {
        guard let set = shape.commands, apdu.count >= 5, apdu[0] == 0xFF else {
            return card.transmit(apdu, now: now)
        }
        switch apdu[1] {
        case 0x82: return said(keep(apdu, set, &state))
        case 0x86 where !set.takesOldAuthentication:
            guard apdu.count == 10, Array(apdu[2..<7]) == [0, 0, 5, 1, 0] else {
                return said([0x67, 0x00])
            }
            return prove(apdu[7], apdu[8], apdu[9], card, state, now)
        case 0x88 where set.takesOldAuthentication && apdu.count == 6:
            return prove(apdu[3], apdu[4], apdu[5], card, state, now)
        case 0x86, 0x88: return said([0x6A, 0x81])
        case 0x00 where set.keepsAnswers:
            state.ownAnswer = [0xD5, 0x03, 0x32, 0x01, 0x06, 0x07]
            return said([0x61, UInt8(state.ownAnswer.count)])
        case 0xC0 where set.keepsAnswers:
            defer { state.ownAnswer = [] }
            return said(state.ownAnswer + Self.done)
        case _: return card.transmit(apdu, now: now)
        }
    }

    private func said(_ response: [UInt8]) -> PresentedCardReply {
        PresentedCardReply(response: response, takes: Self.own)
    }

    private func keep(
        _ apdu: [UInt8], _ set: ReaderCommandSet, _ state: inout CCIDReaderMemory
    ) -> [UInt8] {
        guard apdu.count == 11, apdu[4] == 6 else { return [0x67, 0x00] }
        guard apdu[2] == set.keyStructure else { return [0x69, 0x86] }
        guard set.keyNumbers.contains(apdu[3]) else { return [0x69, 0x88] }
        state.keys[apdu[3]] = Array(apdu[5...])
        return Self.done
    }

    /// Proves a key that it keeps to the card, which here has a place of its own for one.
    private func prove(
        _ block: UInt8, _ kind: UInt8, _ number: UInt8, _ card: any PresentedCard,
        _ state: CCIDReaderMemory, _ now: Duration
    ) -> PresentedCardReply {
        guard let key = state.keys[number] else { return said([0x69, 0x88]) }
        _ = card.transmit([0xFF, 0x82, 0, 0, 6] + key, now: now)
        return card.transmit([0xFF, 0x86, 0, 0, 5, 1, 0, block, kind, 0], now: now)
    }
}
