package import KioskPorts
internal import Synchronization

/// A serial unit that is reached by HID reports: behind a CP2110 (Silicon Labs AN434), or with reports of its own, 64 bytes
/// filled with zeros (devices.md §3).
package final class ReportBridge: SerialBridgeModel {
    /// Which device it is.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case cp2110
        case padded
        /// As `padded`, but for output it has SET_REPORT alone.
        case paddedWithoutOut
    }

    private static let input = USBEndpointAddress(0x82)
    package static let output = USBEndpointAddress(0x02)
    private static let reportSize = 64
    /// A vendor's number for tests (pid.codes).
    private static let paddedProduct = USBProductID(vendor: 0x1209, product: 0x0002)

    private struct Line {
        var isEnabled = false
        /// Feature report 50: speed, parity, flow control, data bits, stop bits.
        var configuration: [UInt8] = []
    }

    package let descriptors: USBDescriptors
    private let kind: Kind
    package let wire: SerialWire
    private let line = Mutex(Line())

    package init(_ kind: Kind, unit: any SerialUnit) {
        self.kind = kind
        wire = SerialWire(unit: unit)
        let size = UInt16(Self.reportSize)
        let input = BridgeDescriptors.interrupt(Self.input, size)
        let output = BridgeDescriptors.interrupt(Self.output, size)
        descriptors = BridgeDescriptors.parse(
            kind == .cp2110
                ? USBProductID(vendor: 0x10C4, product: 0xEA80) : Self.paddedProduct,
            interfaces: [
                BridgeDescriptors.interface(
                    0, class: 0x03, extra: [9, 0x21, 0x11, 1, 0, 1, 0x22, 36, 0],
                    endpoints: kind == .paddedWithoutOut ? [input] : [input, output])
            ])
    }

    package func string(at index: UInt8) -> String? {
        index == 2 ? "HID USB-to-UART" : nil
    }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        // SET_REPORT, of an output report or of a feature report whose id is its first byte.
        guard setup.requestType == 0x21, setup.request == 0x09, setup.index == 0 else {
            return .stall
        }
        if setup.value == 0x0200, kind == .paddedWithoutOut {
            return take(data, now) ? .done([]) : .stall
        }
        guard kind == .cp2110, setup.value >> 8 == 0x03, data.first == UInt8(setup.value & 0xFF)
        else { return .stall }
        return line.withLock { line in
            switch (data[0], data.count) {
            case (0x41, 2): line.isEnabled = data[1] == 1
            case (0x43, 2): break
            case (0x50, 9): line.configuration = Array(data.dropFirst())
            case _: return .stall
            }
            return .done([])
        }
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        endpoint == Self.output && take(data, now) ? .accepted : .stall
    }

    /// Passes on what is in a report. False if it is none.
    private func take(_ report: [UInt8], _ now: Duration) -> Bool {
        switch kind {
        case .cp2110:
            guard let count = report.first, (1...63).contains(count), report.count == count + 1
            else { return false }
            wire.transmit(Array(report.dropFirst()), at: speed, now: now)
        case .padded, .paddedWithoutOut:
            guard report.count == Self.reportSize else { return false }
            wire.transmit(report, at: speed, now: now)
        }
        return true
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint == Self.input else { return .stall }
        let room = kind == .cp2110 ? Self.reportSize - 1 : Self.reportSize
        let bytes = wire.receive(atMost: room, at: speed, now: now)
        guard !bytes.isEmpty else { return .nothingYet }
        let filling = [UInt8](repeating: 0, count: room - bytes.count)
        return .bytes(kind == .cp2110 ? [UInt8(bytes.count)] + bytes : bytes + filling)
    }

    package func forget(now: Duration) { line.withLock { $0 = Line() } }

    package var speed: Int? {
        guard kind == .cp2110 else { return wire.unit.baud }
        return line.withLock { line in
            guard line.isEnabled, line.configuration.dropFirst(4) == [0, 0, 3, 0] else {
                return nil
            }
            return Array(line.configuration.prefix(4).reversed()).littleEndianNumber
        }
    }
}
