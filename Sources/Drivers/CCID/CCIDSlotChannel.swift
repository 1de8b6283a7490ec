internal import DeviceProtocols
internal import KioskPorts

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

/// What is done with one slot.
extension CCIDReader {
    func probe(slot: UInt8) async throws(CardChannelFault) {
        _ = try await take("asking the reader", slot: slot, mayRepeat: true) {
            dialogue throws(CCIDFault) in
            _ = try await dialogue.run(.getSlotStatus)
            return []
        }
    }

    func activate(slot: UInt8) async throws(CardChannelFault) -> [UInt8] {
        try await take("activating the card", slot: slot, mayRepeat: true) {
            dialogue throws(CCIDFault) in
            try await dialogue.activate()
        }
    }

    func transmit(_ apdu: [UInt8], slot: UInt8) async throws(CardChannelFault) -> [UInt8] {
        try await take("sending an APDU of \(apdu.count) bytes", slot: slot) {
            dialogue throws(CCIDFault) in
            try await dialogue.exchange(apdu)
        }
    }

    func deactivate(slot: UInt8) async {
        // What went wrong shows at the next activation.
        _ = try? await take("switching the field off", slot: slot) { dialogue throws(CCIDFault) in
            dialogue.link = nil
            _ = try await dialogue.run(.powerOff)
            return []
        }
    }
}
