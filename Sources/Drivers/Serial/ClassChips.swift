internal import DeviceProtocols

/// Any CDC-ACM device.
struct CDCChip: SerialChip {
    let interface: UInt8

    func requests(for line: SerialLine) -> [ControlRequest]? {
        CDCRequest.lineCoding(line, interface: interface).map {
            [$0, CDCRequest.controlLinesOn(interface: interface)]
        }
    }
}

/// CP2110 and CP2114, which carry a UART in HID reports.
struct CP2110Chip: SerialChip {
    private let interface: UInt8

    static func started(_ port: BridgePort) async throws(ByteLinkFault) -> CP2110Chip {
        try await port.run([
            CP2110Request.enable(interface: port.interface),
            CP2110Request.purge(interface: port.interface),
        ])
        return CP2110Chip(interface: port.interface)
    }

    func requests(for line: SerialLine) -> [ControlRequest]? {
        CP2110Request.line(line, interface: interface).map { [$0] }
    }

    var reports: HIDReports? { .counted }

    func payload(of transfer: [UInt8], packetSize: Int) -> [UInt8] {
        HIDReports.counted.payload(of: transfer)
    }
}

/// A unit whose frames fill HID reports: there is no line, and every speed is right.
struct PaddedReportChip: SerialChip {
    func requests(for line: SerialLine) -> [ControlRequest]? { [] }

    var reports: HIDReports? { .padded }

    func payload(of transfer: [UInt8], packetSize: Int) -> [UInt8] {
        HIDReports.padded.payload(of: transfer)
    }
}
