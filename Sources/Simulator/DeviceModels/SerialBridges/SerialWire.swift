/// The wire between a bridge and a unit that talks 8N1. At another speed than the unit's, both sides hear noise.
package struct SerialWire: Sendable {
    /// Bytes taken from a unit at once that talks at another speed: the host hears up to 12 for each.
    private static let noisePacket = 2
    /// A receiver looks at the last bit 9.5 bit times after the edge: half a bit off is 5 %, of which both sides share.
    private static let tolerancePercent = 2

    let unit: any SerialUnit

    /// - Parameter speed: the host's; nil: nothing gets through, because the bridge does not run.
    func transmit(_ bytes: [UInt8], at speed: Int?, now: Duration) {
        guard let speed else { return }
        unit.receive(
            SerialWaveform.bytes(bytes, sentAt: shared(speed), heardAt: unit.baud), now: now)
    }

    /// What the bridge hears, at most so many bytes.
    func receive(atMost room: Int, at speed: Int?, now: Duration) -> [UInt8] {
        guard let speed, room > 0 else { return [] }
        let count = shared(speed) == unit.baud ? room : min(room, Self.noisePacket)
        let sent = unit.send(atMost: count, now: now)
        let heard = SerialWaveform.bytes(sent, sentAt: unit.baud, heardAt: shared(speed))
        return Array(heard.prefix(room))
    }

    /// The unit's own speed if the host's is close enough.
    private func shared(_ speed: Int) -> Int {
        abs(speed - unit.baud) * 100 <= unit.baud * Self.tolerancePercent ? unit.baud : speed
    }
}
