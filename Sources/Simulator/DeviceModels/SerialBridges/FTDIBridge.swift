package import KioskPorts
internal import Synchronization

/// An FT232R with a serial unit on its line (devices.md §5; AN232B-05 for the divisor): every packet to the host begins
/// with two status bytes, and one comes after each latency period, full or not.
package final class FTDIBridge: SerialBridgeModel {
    private static let input = USBEndpointAddress(0x81)
    package static let output = USBEndpointAddress(0x02)
    private static let packet = 64
    /// Clear to send; transmitter empty.
    private static let status: [UInt8] = [0x11, 0x60]
    private static let room = packet - status.count

    private struct Line {
        /// What the host asked for; nil since the chip has power.
        var divisor: (value: UInt16, index: UInt16)?
        var format: UInt16?
        var latency = Duration.milliseconds(16)
        /// Bytes for the host that wait for a full packet or the latency.
        var held: [UInt8] = []
        var lastPacketAt = Duration.zero
    }

    package let descriptors = BridgeDescriptors.parse(
        USBProductID(vendor: 0x0403, product: 0x6001), controlPacketSize: 8, release: 0x0600,
        interfaces: [
            BridgeDescriptors.interface(
                0, class: 0xFF, subclass: 0xFF, protocol: 0xFF,
                endpoints: [BridgeDescriptors.bulk(input), BridgeDescriptors.bulk(output)])
        ])
    package let wire: SerialWire
    private let line = Mutex(Line())

    package init(unit: any SerialUnit) { wire = SerialWire(unit: unit) }

    package func string(at index: UInt8) -> String? { index == 2 ? "FT232R USB UART" : nil }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        // This chip has one port: index 0, but for the divisor's highest bit.
        guard setup.requestType == 0x40, setup.request == 0x03 || setup.index == 0 else {
            return .stall
        }
        return line.withLock { line in
            switch (setup.request, setup.value) {
            case (0x00, 0): line = Line(divisor: line.divisor, format: line.format)
            case (0x00, 1): line.held = []
            case (0x00, 2), (0x01, _), (0x02, _): break
            case (0x03, _): line.divisor = (setup.value, setup.index)
            case (0x04, _): line.format = setup.value
            case (0x09, 1...255): line.latency = .milliseconds(Int(setup.value))
            case _: return .stall
            }
            return .done([])
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.input else { return .stall }
        let speed = speed
        return line.withLock { line in
            let packets = max(1, capacity / Self.packet)
            while line.held.count < packets * Self.room {
                let heard = wire.receive(
                    atMost: packets * Self.room - line.held.count, at: speed, now: now)
                guard !heard.isEmpty else { break }
                line.held += heard
            }
            return transfer(&line, packets, now).map(SimulatedInAnswer.bytes) ?? .nothingYet
        }
    }

    /// Full packets up to what is asked for; a short one ends the transfer, when its time has come.
    private func transfer(_ line: inout Line, _ packets: Int, _ now: Duration) -> [UInt8]? {
        let isDue = now >= line.lastPacketAt + line.latency
        guard isDue || line.held.count >= packets * Self.room else { return nil }
        line.lastPacketAt = now
        var transfer: [UInt8] = []
        for _ in 0..<packets {
            let bytes = line.held.prefix(Self.room)
            line.held.removeFirst(bytes.count)
            transfer += Self.status + bytes
            if bytes.count < Self.room { break }
        }
        return transfer
    }

    package func nextWake(now: Duration) -> Duration? {
        let (latest, latency) = line.withLock { ($0.lastPacketAt, $0.latency) }
        return min(latest + latency, wire.unit.nextWake(now: now) ?? latest + latency)
    }

    package func forget(now: Duration) { line.withLock { $0 = Line(lastPacketAt: now) } }

    /// The host's baud; nil unless it set 8N1 and a divisor.
    package var speed: Int? {
        line.withLock { line in
            guard let divisor = line.divisor, line.format == 0x0008 else { return nil }
            return Self.baud(divisor.value, divisor.index)
        }
    }

    /// 3 MHz over whole ones and eighths; 0 stands for 1, and 1 for 1.5.
    private static func baud(_ value: UInt16, _ index: UInt16) -> Int {
        let whole = Int(value & 0x3FFF)
        let eighths = [0, 4, 2, 1, 3, 5, 6, 7][Int(value >> 14) | Int(index & 1) << 2]
        if whole < 2, eighths == 0 { return whole == 0 ? 3_000_000 : 2_000_000 }
        return 24_000_000 / (8 * whole + eighths)
    }
}
