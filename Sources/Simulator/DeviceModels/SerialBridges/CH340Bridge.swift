package import KioskPorts
internal import DeviceProtocols
internal import Synchronization

/// A CH340 bridge with a serial unit on its line (devices.md §5): vendor requests set the speed, 32-byte bulk endpoints
/// carry the bytes.
package final class CH340Bridge: SerialBridgeModel {
    package static let output = USBEndpointAddress(0x02)
    private static let input = USBEndpointAddress(0x82)
    private static let packet = 32
    /// The last version on which the meaning of "send at once" is the other way round (Linux ch341.c).
    private static let lastInvertedVersion: UInt8 = 0x27
    /// Low byte of the divisor: send at once instead of waiting for a full packet.
    private static let sendAtOnce: UInt16 = 0x80

    private struct Line {
        /// What the host asked for; nil since the chip has power.
        var divisor: UInt16?
        /// Line control; after power on 8N1. Versions below 30 have no other.
        var control: UInt16 = 0x00C3
        /// Bytes for the host that wait for a full packet.
        var held: [UInt8] = []
    }

    package let descriptors: USBDescriptors
    package let wire: SerialWire
    private let version: UInt8
    private let line = Mutex(Line())

    /// - Parameter version: of the chip; 31 knows line control.
    package init(unit: any SerialUnit, version: UInt8 = 0x31) {
        wire = SerialWire(unit: unit)
        self.version = version
        descriptors = Self.chipDescriptors
    }

    private static let chipDescriptors: USBDescriptors = {
        let device: [UInt8] = [
            18, 1, 0x10, 0x01, 0xFF, 0, 0, 8, 0x86, 0x1A, 0x23, 0x75, 0x64, 0x02, 0, 2, 0, 1,
        ]
        let configuration: [UInt8] = [
            9, 2, 39, 0, 1, 1, 0, 0x80, 49,
            9, 4, 0, 0, 3, 0xFF, 1, 2, 0,
            7, 5, 0x82, 2, 32, 0, 0,
            7, 5, 0x02, 2, 32, 0, 0,
            7, 5, 0x81, 3, 8, 0, 1,
        ]
        guard let parsed = USBDescriptors(device: device, configuration: configuration) else {
            preconditionFailure("the bridge's descriptors are constants and well-formed")
        }
        return parsed
    }()

    package func string(at index: UInt8) -> String? { index == 2 ? "USB Serial" : nil }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        switch (setup.requestType, setup.request) {
        case (0xC0, 0x5F): return .done(Array([version, 0].prefix(Int(setup.length))))
        case (0xC0, 0x95): return .done(Array([0x9F, 0xEE].prefix(Int(setup.length))))
        case (0x40, 0x9A):
            if setup.value == 0x1312 { line.withLock { $0.divisor = setup.index } }
            if setup.value == 0x2518 { line.withLock { $0.control = setup.index } }
            return .done([])
        case (0x40, 0xA1), (0x40, 0xA4): return .done([])
        case _: return .stall
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.input else { return .nothingYet }
        let room = min(capacity, Self.packet)
        let bytes = passed(wire.receive(atMost: room, at: speed, now: now))
        return bytes.isEmpty ? .nothingYet : .bytes(bytes)
    }

    package func forget(now: Duration) { line.withLock { $0 = Line() } }

    /// The host's baud; nil before it set any that this chip can make, or for another form than 8N1.
    package var speed: Int? {
        let (divisor, control) = line.withLock { ($0.divisor, $0.control) }
        guard let divisor, control == 0x00C3 else { return nil }
        let known = CH340Baud.allCases.first {
            $0.divisorAndPrescaler | Self.sendAtOnce == divisor | Self.sendAtOnce
        }
        return known?.rawValue
    }

    /// What goes on to the host now: everything, or whole packets only.
    private func passed(_ bytes: [UInt8]) -> [UInt8] {
        line.withLock { line in
            let isSet = (line.divisor ?? 0) & Self.sendAtOnce != 0
            if isSet == (version > Self.lastInvertedVersion) { return bytes }
            line.held += bytes
            guard line.held.count >= Self.packet else { return [] }
            defer { line.held.removeFirst(Self.packet) }
            return Array(line.held.prefix(Self.packet))
        }
    }
}
