internal import DeviceProtocols
package import KioskPorts

/// One slot of a reader as a channel to the card in it.
struct CCIDSlotChannel: CardChannel {
    let reader: CCIDReader
    let slot: UInt8

    func probe() async throws(CardChannelFault) { try await reader.probe(slot: slot) }

    func activate() async throws(CardChannelFault) -> [UInt8] {
        try await reader.activate(slot: slot)
    }

    func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await reader.transmit(apdu, slot: slot)
    }

    func deactivate() async { await reader.deactivate(slot: slot) }
}

/// What is done with one slot; nil is the one of the reader's place.
extension CCIDReader {
    func probe(slot: UInt8?) async throws(CardChannelFault) {
        _ = try await take("asking the reader", slot: slot, mayRepeat: true) {
            dialogue throws(CCIDFault) in
            _ = try await dialogue.run(.getSlotStatus)
            return []
        }
    }

    func activate(slot: UInt8?) async throws(CardChannelFault) -> [UInt8] {
        try await take("activating the card", slot: slot, mayRepeat: true) {
            dialogue throws(CCIDFault) in
            let answer = try await dialogue.activate()
            tell(isWiped: try await dialogue.wipeKey())
            return answer
        }
    }

    func transmit(_ apdu: [UInt8], slot: UInt8?) async throws(CardChannelFault) -> [UInt8] {
        try await take("sending an APDU of \(apdu.count) bytes", slot: slot) {
            dialogue throws(CCIDFault) in
            try await dialogue.transmit(apdu)
        }
    }

    /// Switches the field off, and before that overwrites a key that the reader may hold: it takes the command while a card
    /// is activated only.
    func deactivate(slot: UInt8?) async {
        // What went wrong shows at the next activation.
        _ = try? await take("switching the field off", slot: slot) { dialogue throws(CCIDFault) in
            let wasWiped: Bool
            do throws(CCIDFault) {
                wasWiped = try await dialogue.wipeKey()
            } catch {
                if error.needsRecovery || error.kind == .readerGone { throw error }
                wasWiped = false
            }
            tell(isWiped: wasWiped)
            dialogue.link = nil
            _ = try await dialogue.run(.powerOff)
            return []
        }
    }

    /// One of the maker's own commands, as it is (CCID 1.1 §6.1.8). It reaches no card.
    package func escape(_ bytes: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await take("sending a command of the maker's", slot: nil) {
            dialogue throws(CCIDFault) in
            guard bytes.count + CCIDMessage.headerLength <= dialogue.function.messageLimit else {
                throw .unfit("a command of \(bytes.count) bytes is longer than its messages")
            }
            return try await dialogue.run(.escape(bytes)).data
        }
    }

    /// A reader that keeps a key is told of once, until it is clean.
    private func tell(isWiped: Bool) {
        if !isWiped, !hasToldOfKey {
            log("a key may be left in the reader: it refuses to have it overwritten")
        }
        hasToldOfKey = !isWiped
    }
}
