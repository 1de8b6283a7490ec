package import KioskPorts
internal import Synchronization

/// A PL2303 with a serial unit on its line (devices.md §5). A chip before HXN is deaf until its start was written to its
/// registers; an HXN stalls those requests and has others.
package final class PL2303Bridge: SerialBridgeModel {
    /// Which chip it is.
    package enum Chip: String, Hashable, Sendable, CaseIterable {
        /// PL2303H: an older start.
        case old
        case hx
        case hxn
    }

    private static let input = USBEndpointAddress(0x83)
    package static let output = USBEndpointAddress(0x02)
    private static let packet = 64

    private struct Line {
        var registers: [UInt16: UInt16] = [:]
        /// Speed, stop bits, parity, data bits.
        var coding: [UInt8] = []
        var controlLines: UInt16 = 0
    }

    package let descriptors: USBDescriptors
    private let chip: Chip
    package let wire: SerialWire
    private let line = Mutex(Line())

    package init(_ chip: Chip, unit: any SerialUnit) {
        self.chip = chip
        wire = SerialWire(unit: unit)
        descriptors = BridgeDescriptors.parse(
            USBProductID(vendor: 0x067B, product: chip == .hxn ? 0x23A3 : 0x2303),
            controlPacketSize: chip == .old ? 8 : 64, release: chip == .hxn ? 0x0605 : 0x0300,
            interfaces: [
                BridgeDescriptors.interface(
                    0, class: 0xFF,
                    endpoints: [
                        BridgeDescriptors.interrupt(USBEndpointAddress(0x81), 10),
                        BridgeDescriptors.bulk(Self.output), BridgeDescriptors.bulk(Self.input),
                    ])
            ])
    }

    package func string(at index: UInt8) -> String? {
        index == 2 ? "USB-Serial Controller" : nil
    }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        line.withLock { line in
            switch (setup.requestType, setup.request) {
            case (0xC0, 0x01) where chip != .hxn: return .done([0x02])
            case (0x40, 0x01) where chip != .hxn, (0x40, 0x80) where chip == .hxn:
                line.registers[setup.value] = setup.index
            case (0x21, 0x20) where data.count == 7: line.coding = data
            case (0x21, 0x22): line.controlLines = setup.value
            case (0xA1, 0x21): return .done(Array(line.coding.prefix(Int(setup.length))))
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
        return bytes.isEmpty ? .nothingYet : .bytes(bytes)
    }

    package func forget(now: Duration) { line.withLock { $0 = Line() } }

    /// The host's baud; nil unless the chip was started and runs 8N1 without flow control.
    package var speed: Int? {
        line.withLock { line in
            guard line.registers.merging(wanted, uniquingKeysWith: { $1 }) == line.registers,
                line.coding.dropFirst(4) == [0, 0, 8], line.controlLines & 3 == 3
            else { return nil }
            return Array(line.coding.prefix(4)).littleEndianNumber
        }
    }

    /// What the registers must hold.
    private var wanted: [UInt16: UInt16] {
        switch chip {
        case .old: [0: 0, 1: 0, 2: 0x24, 0x0404: 1]
        case .hx: [0: 0, 1: 0, 2: 0x44, 0x0404: 1]
        case .hxn: [0x0A: 0x1C]
        }
    }
}
