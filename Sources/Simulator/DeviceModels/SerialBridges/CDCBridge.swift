package import KioskPorts
internal import Synchronization

/// A CDC-ACM bridge (CH9102) with a serial unit on its line (USB CDC PSTN 1.2). It says nothing before DTR is on, and ends
/// what fills its packets with an empty one.
package final class CDCBridge: SerialBridgeModel {
    private static let input = USBEndpointAddress(0x82)
    package static let output = USBEndpointAddress(0x02)
    private static let packet = 64

    private struct Line {
        /// dwDTERate, bCharFormat, bParityType, bDataBits.
        var coding: [UInt8] = []
        var isTerminalReady = false
        /// The last packet was full: an empty one follows unless there is more.
        var owesEmptyPacket = false
    }

    package let descriptors = BridgeDescriptors.parse(
        USBProductID(vendor: 0x1A86, product: 0x55D4), deviceClass: 0x02, controlPacketSize: 8,
        interfaces: [
            BridgeDescriptors.interface(
                0, class: 0x02, subclass: 0x02, protocol: 0x01,
                extra: [5, 0x24, 0, 0x10, 0x01, 4, 0x24, 2, 2, 5, 0x24, 6, 0, 1],
                endpoints: [BridgeDescriptors.interrupt(USBEndpointAddress(0x83), 16)]),
            BridgeDescriptors.interface(
                1, class: 0x0A,
                endpoints: [BridgeDescriptors.bulk(output), BridgeDescriptors.bulk(input)]),
        ])
    package let wire: SerialWire
    private let line = Mutex(Line())

    package init(unit: any SerialUnit) { wire = SerialWire(unit: unit) }

    package func string(at index: UInt8) -> String? { index == 2 ? "USB Single Serial" : nil }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        guard setup.requestType & 0x7F == 0x21, setup.index == 0 else { return .stall }
        return line.withLock { line in
            switch setup.request {
            case 0x20 where data.count == 7: line.coding = data
            case 0x21 where setup.isIn: return .done(line.coding)
            case 0x22: line.isTerminalReady = setup.value & 1 != 0
            case _: return .stall
            }
            return .done([])
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.input else { return .nothingYet }
        let bytes = wire.receive(atMost: min(capacity, Self.packet), at: speed, now: now)
        return line.withLock { line in
            if bytes.isEmpty, !line.owesEmptyPacket { return .nothingYet }
            line.owesEmptyPacket = bytes.count == Self.packet
            return .bytes(bytes)
        }
    }

    package func forget(now: Duration) { line.withLock { $0 = Line() } }

    package var speed: Int? {
        line.withLock { line in
            guard line.isTerminalReady, line.coding.dropFirst(4) == [0, 0, 8] else { return nil }
            return Array(line.coding.prefix(4)).littleEndianNumber
        }
    }
}
