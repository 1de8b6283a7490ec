package import KioskPorts
internal import Synchronization

/// A CP2102 with a serial unit on its line (devices.md §5, Silicon Labs AN571). Its interface must be enabled first.
package final class CP210xBridge: SerialBridgeModel {
    private static let input = USBEndpointAddress(0x81)
    package static let output = USBEndpointAddress(0x01)
    private static let packet = 64

    private struct Line {
        var isEnabled = false
        var baud: Int?
        /// After power on: 8N1.
        var control: UInt16 = 0x0800
    }

    package let descriptors = BridgeDescriptors.parse(
        USBProductID(vendor: 0x10C4, product: 0xEA60),
        interfaces: [
            BridgeDescriptors.interface(
                0, class: 0xFF,
                endpoints: [BridgeDescriptors.bulk(input), BridgeDescriptors.bulk(output)])
        ])
    package let wire: SerialWire
    private let line = Mutex(Line())

    package init(unit: any SerialUnit) { wire = SerialWire(unit: unit) }

    package func string(at index: UInt8) -> String? {
        index == 2 ? "CP2102 USB to UART Bridge Controller" : nil
    }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        guard setup.requestType == 0x41, setup.index == 0 else { return .stall }
        return line.withLock { line in
            switch (setup.request, setup.value) {
            case (0x00, 0), (0x00, 1): line.isEnabled = setup.value == 1
            case (0x03, _): line.control = setup.value
            case (0x07, _), (0x12, 0x0001...0x000F): break
            case (0x1E, 0):
                guard let baud = data.littleEndianNumber else { return .stall }
                line.baud = baud
            case _: return .stall
            }
            return .done([])
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.input else { return .stall }
        let bytes = wire.receive(atMost: min(capacity, Self.packet), at: speed, now: now)
        return bytes.isEmpty ? .nothingYet : .bytes(bytes)
    }

    package func forget(now: Duration) { line.withLock { $0 = Line() } }

    package var speed: Int? {
        line.withLock { $0.isEnabled && $0.control == 0x0800 ? $0.baud : nil }
    }
}
