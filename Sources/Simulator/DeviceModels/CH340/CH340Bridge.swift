package import KioskPorts
internal import DeviceProtocols
internal import Synchronization

/// A CH340 bridge with a serial unit on its line (devices.md §5): vendor requests set the speed, 32-byte bulk endpoints
/// carry the bytes. At another speed than the unit's, nothing comes through.
package final class CH340Bridge: SimulatedUSBDevice {
    private static let bulkOut = USBEndpointAddress(0x02)
    private static let bulkIn = USBEndpointAddress(0x82)
    private static let packet = 32
    /// A version that knows line control and sends at once.
    private static let version: [UInt8] = [0x31, 0x00]

    package let descriptors: USBDescriptors
    private let unit: any SerialUnit
    private let divisor = Mutex<UInt16?>(nil)

    package init(unit: any SerialUnit) {
        self.unit = unit
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
        case (0xC0, 0x5F): return .done(Array(Self.version.prefix(Int(setup.length))))
        case (0xC0, 0x95): return .done(Array([0x9F, 0xEE].prefix(Int(setup.length))))
        case (0x40, 0x9A):
            if setup.value == 0x1312 { divisor.withLock { $0 = setup.index } }
            return .done([])
        case (0x40, 0xA1), (0x40, 0xA4): return .done([])
        case _: return .stall
        }
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard endpoint == Self.bulkOut else { return .stall }
        if isInTune { unit.receive(data, now: now) }
        return .accepted
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.bulkIn, isInTune else { return .nothingYet }
        let bytes = unit.send(atMost: min(capacity, Self.packet), now: now)
        return bytes.isEmpty ? .nothingYet : .bytes(bytes)
    }

    package func nextWake(now: Duration) -> Duration? { unit.nextWake(now: now) }

    package func clearHalt(_ endpoint: USBEndpointAddress) {}

    package func reset(now: Duration) {
        divisor.withLock { $0 = nil }
        unit.lineLost()
    }

    /// Host and unit talk at the same speed.
    private var isInTune: Bool {
        guard let set = divisor.withLock({ $0 }) else { return false }
        return CH340Baud(rawValue: unit.baud)?.divisorAndPrescaler == set
    }
}
