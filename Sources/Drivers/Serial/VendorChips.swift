internal import DeviceProtocols
internal import KioskPorts

/// CH340 and CH341.
struct CH340Chip: SerialChip {
    /// Versions below this have a fixed 8N1 (Linux ch341.c).
    private static let lineControlVersion: UInt8 = 0x30

    private let version: UInt8

    static func started(_ port: BridgePort) async throws(ByteLinkFault) -> CH340Chip {
        guard let answer = try await port.answer(CH340Request.readVersion) else {
            throw .stuck(doing: "asking for its version", .stalled)
        }
        guard let version = answer.first else { throw .unfit("it does not tell its version") }
        try await port.run([CH340Request.initialise])
        return CH340Chip(version: version)
    }

    func requests(for line: SerialLine) -> [ControlRequest]? {
        guard let baud = CH340Baud(rawValue: line.baud),
            let control = CH340Request.lineControl(line.format)
        else { return nil }
        let hasLineControl = version >= Self.lineControlVersion
        guard hasLineControl || line.format == .eightNoneOne else { return nil }
        return [CH340Request.baud(baud, version: version)]
            + (hasLineControl ? [control] : []) + [CH340Request.modemControlOn]
    }
}

/// FT232, FT2232, FT4232, FT-X: the first port.
struct FTDIChip: SerialChip {
    /// An answer waits so long for a full packet; every 2 ms an empty one comes.
    private static let latencyMilliseconds: UInt8 = 2

    private let portNumber: UInt8

    static func started(_ port: BridgePort) async throws(ByteLinkFault) -> FTDIChip {
        let interfaces = Set(port.connection.device.descriptors.interfaces.map(\.number))
        let number: UInt8 = interfaces.count > 1 ? 1 : 0
        try await port.run([
            FTDIRequest.reset(port: number), FTDIRequest.purgeReceived(port: number),
            FTDIRequest.purgeUnsent(port: number),
            FTDIRequest.latency(milliseconds: latencyMilliseconds, port: number),
            FTDIRequest.noFlowControl(port: number),
        ])
        return FTDIChip(portNumber: number)
    }

    func requests(for line: SerialLine) -> [ControlRequest]? {
        guard let baud = FTDIRequest.baud(line.baud, port: portNumber),
            let format = FTDIRequest.format(line.format, port: portNumber)
        else { return nil }
        return [baud, format, FTDIRequest.modemControlOn(port: portNumber)]
    }

    func payload(of transfer: [UInt8], packetSize: Int) -> [UInt8] {
        guard packetSize > FTDIPackets.statusLength else { return [] }
        return FTDIPackets.payload(of: transfer, packetSize: packetSize)
    }

    /// The next packet comes within the latency, and is short when there is no more.
    var packetsAtOnce: Int { 4 }
}

/// PL2303 of any generation.
struct PL2303Chip: SerialChip {
    private let interface: UInt8

    static func started(_ port: BridgePort) async throws(ByteLinkFault) -> PL2303Chip {
        let generation = try await generation(port)
        try await port.run(
            PL2303Request.start(generation) + PL2303Request.purge(generation)
                + [PL2303Request.noFlowControl(generation)])
        return PL2303Chip(interface: port.interface)
    }

    private static func generation(
        _ port: BridgePort
    ) async throws(ByteLinkFault) -> PL2303Request.Generation {
        let device = port.connection.device.descriptors
        if device.deviceClass == 0x02 || device.controlPacketSize != 64 { return .legacy }
        return try await port.answer(PL2303Request.readTypeStatus) == nil ? .hxn : .hx
    }

    func requests(for line: SerialLine) -> [ControlRequest]? {
        CDCRequest.lineCoding(line, interface: interface).map {
            [$0, CDCRequest.controlLinesOn(interface: interface)]
        }
    }
}

/// CP2102, CP2104, CP2102N, and the first port of CP2105 and CP2108.
struct CP210xChip: SerialChip {
    private let interface: UInt8

    static func started(_ port: BridgePort) async throws(ByteLinkFault) -> CP210xChip {
        try await port.run([
            CP210xRequest.enable(interface: port.interface),
            CP210xRequest.purge(interface: port.interface),
        ])
        return CP210xChip(interface: port.interface)
    }

    func requests(for line: SerialLine) -> [ControlRequest]? {
        CP210xRequest.baud(line.baud, interface: interface).map {
            [
                $0, CP210xRequest.format(line.format, interface: interface),
                CP210xRequest.modemControlOn(interface: interface),
            ]
        }
    }
}
