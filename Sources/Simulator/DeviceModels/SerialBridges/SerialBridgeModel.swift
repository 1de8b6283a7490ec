package import KioskPorts

/// What the models of serial bridges have in common: bytes go to the unit from one endpoint, everything else a chip
/// does in its own way.
package protocol SerialBridgeModel: SimulatedUSBDevice {
    /// Where the host's bytes come in.
    static var output: USBEndpointAddress { get }

    var wire: SerialWire { get }

    /// The host's baud; nil while the chip does not run, or in another form than 8N1.
    var speed: Int? { get }

    /// The chip lost its power: what the host had set is gone.
    func forget(now: Duration)
}

extension SerialBridgeModel {
    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard endpoint == Self.output else { return .stall }
        wire.transmit(data, at: speed, now: now)
        return .accepted
    }

    package func nextWake(now: Duration) -> Duration? { wire.unit.nextWake(now: now) }

    package func clearHalt(_ endpoint: USBEndpointAddress) {}

    package func reset(now: Duration) {
        forget(now: now)
        wire.unit.lineLost(now: now)
    }
}
