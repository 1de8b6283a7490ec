package import KioskPorts

/// A card reader without a protocol: what lies in its field behind the kiosk's port.
package actor AbstractChannel: CardChannel {
    private let card: any PresentedCard
    private let clock: any KioskClock
    private let isOnBus: @Sendable () -> Bool

    package init(
        card: any PresentedCard, clock: any KioskClock, isOnBus: @escaping @Sendable () -> Bool
    ) {
        self.card = card
        self.clock = clock
        self.isOnBus = isOnBus
    }

    package func probe() throws(CardChannelFault) {
        try requireBus("asking the reader")
    }

    package func activate() throws(CardChannelFault) -> [UInt8] {
        try requireBus("activating a card")
        card.deactivate(now: clock.monotonic())
        guard let answer = card.activate(now: clock.monotonic()) else {
            throw CardChannelFault(.cardLost, detail: "activating a card")
        }
        return answer
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try requireBus("sending to a card")
        let reply = card.transmit(apdu, now: clock.monotonic())
        // A cancelled wait only ends sooner; the card has acted by then.
        _ = try? await clock.sleep(for: reply.takes)
        try requireBus("hearing a card")
        guard let response = reply.response else {
            throw CardChannelFault(.cardLost, detail: "sending to a card")
        }
        return response
    }

    package func deactivate() {
        card.deactivate(now: clock.monotonic())
    }

    private func requireBus(_ what: String) throws(CardChannelFault) {
        guard isOnBus() else { throw CardChannelFault(.readerGone, detail: what) }
    }
}
