internal import DeviceProtocols
internal import KioskPorts

/// What sets one kind of bridge chip apart from the others, once it is awake.
protocol SerialChip: Sendable {
    /// The requests that set a line's speed and form; nil if the chip cannot.
    func requests(for line: SerialLine) -> [ControlRequest]?

    /// The bytes of the line in what came in one transfer.
    func payload(of transfer: [UInt8], packetSize: Int) -> [UInt8]

    /// Packets asked for in one transfer. More than one only where a transfer always ends with a
    /// short packet: else it would wait for the next one after each full packet.
    var packetsAtOnce: Int { get }

    /// How bytes are cut into reports; nil: they are not.
    var reports: HIDReports? { get }
}

extension SerialChip {
    func payload(of transfer: [UInt8], packetSize: Int) -> [UInt8] { transfer }
    var packetsAtOnce: Int { 1 }
    var reports: HIDReports? { nil }
}

extension BridgeChip {
    /// Wakes a chip that was just claimed, and finds out what it can.
    func started(_ port: BridgePort) async throws(ByteLinkFault) -> any SerialChip {
        switch self {
        case .ch340: try await CH340Chip.started(port)
        case .ftdi: try await FTDIChip.started(port)
        case .pl2303: try await PL2303Chip.started(port)
        case .cp210x: try await CP210xChip.started(port)
        case .cdcACM: CDCChip(interface: port.interface)
        case .hidCounted: try await CP2110Chip.started(port)
        case .hidPadded: PaddedReportChip()
        }
    }
}
