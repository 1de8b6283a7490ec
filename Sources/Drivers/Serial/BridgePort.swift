internal import DeviceProtocols
internal import KioskPorts

/// A claimed bridge: where its requests go, and where its bytes flow.
struct BridgePort: Sendable {
    /// How bytes go out.
    enum Output: Hashable, Sendable {
        case bulk(USBEndpointAddress)
        case interrupt(USBEndpointAddress)
        /// A HID device without an OUT endpoint.
        case setReport
    }

    private static let requestTimeout = Duration.seconds(1)
    /// 512 bytes at 9600 baud take 0.6 s.
    private static let sendTimeout = Duration.seconds(2)

    let connection: any USBConnection
    /// The interface that requests are for.
    let interface: UInt8
    let input: USBEndpoint
    let output: Output

    /// Takes the interfaces that a chip's port consists of; kernel drivers on them are detached, and
    /// attached again when the connection closes.
    static func claim(
        _ chip: BridgeChip, on connection: any USBConnection
    ) async throws(ByteLinkFault) -> BridgePort {
        let interfaces = connection.device.descriptors.interfaces.filter { $0.alternate == 0 }
        let port: BridgePort
        let claimed: [UInt8]
        switch chip {
        case .ch340, .ftdi, .pl2303, .cp210x:
            let first = interfaces.first { $0.number == 0 }
            (port, claimed) = try bulkPort(connection, requests: first, data: first)
        case .cdcACM:
            let control = interfaces.first { $0.interfaceClass == 0x02 }
            let data = interfaces.first { $0.interfaceClass == 0x0A }
            (port, claimed) = try bulkPort(connection, requests: control, data: data)
        case .hidCounted, .hidPadded:
            (port, claimed) = try reportPort(
                connection, interfaces.first { $0.interfaceClass == 0x03 })
        }
        for interface in claimed {
            do throws(USBFault) {
                try await connection.claim(interface: interface)
            } catch {
                throw ByteLinkFault(error)
            }
        }
        return port
    }

    private static func bulkPort(
        _ connection: any USBConnection, requests: USBInterface?, data: USBInterface?
    ) throws(ByteLinkFault) -> (BridgePort, [UInt8]) {
        guard let requests, let data, let input = data.endpoint(.bulk, isIn: true),
            let output = data.endpoint(.bulk, isIn: false)
        else { throw .unfit("no pair of bulk endpoints") }
        let port = BridgePort(
            connection: connection, interface: requests.number, input: input,
            output: .bulk(output.address))
        let both = [requests.number, data.number]
        return (port, requests.number == data.number ? [data.number] : both)
    }

    private static func reportPort(
        _ connection: any USBConnection, _ interface: USBInterface?
    ) throws(ByteLinkFault) -> (BridgePort, [UInt8]) {
        guard let interface, let input = interface.endpoint(.interrupt, isIn: true) else {
            throw .unfit("no interrupt endpoint for reports")
        }
        let output = interface.endpoint(.interrupt, isIn: false).map {
            Output.interrupt($0.address)
        }
        let port = BridgePort(
            connection: connection, interface: interface.number, input: input,
            output: output ?? .setReport)
        return (port, [interface.number])
    }

    /// The answer to a request, or nothing if the device refuses it.
    func answer(_ request: ControlRequest) async throws(ByteLinkFault) -> [UInt8]? {
        let result = await transferred(request)
        switch result.end {
        case .completed: return result.bytes
        case .stalled: return nil
        case .deviceGone: throw .gone
        case .timedOut, .cancelled, .overflowed, .failed:
            throw .stuck(doing: "request \(request.request)", result.end)
        }
    }

    func run(_ requests: [ControlRequest]) async throws(ByteLinkFault) {
        for request in requests {
            guard try await answer(request) != nil else {
                throw .stuck(doing: "request \(request.request)", .stalled)
            }
        }
    }

    private func transferred(_ request: ControlRequest) async -> USBTransferResult {
        let setup = USBSetup(
            requestType: request.requestType, request: request.request, value: request.value,
            index: request.index, length: request.length)
        let transfer: USBTransfer =
            setup.isIn ? .controlIn(setup) : .controlOut(setup, data: request.data)
        return await connection.transfer(transfer, timeout: Self.requestTimeout)
    }

    /// Sends one packet of the chip.
    func send(_ packet: [UInt8], _ reports: HIDReports?) async throws(ByteLinkFault) {
        let result: USBTransferResult
        switch output {
        case .bulk(let endpoint):
            result = await connection.transfer(
                .bulkOut(endpoint, data: packet), timeout: Self.sendTimeout)
        case .interrupt(let endpoint):
            result = await connection.transfer(
                .interruptOut(endpoint, data: packet), timeout: Self.sendTimeout)
        case .setReport:
            guard let reports else { throw .unfit("no OUT endpoint") }
            result = await transferred(reports.setOutput(packet, interface: interface))
        }
        switch result.end {
        case .completed where result.count == packet.count: return
        case .deviceGone: throw .gone
        case .completed, .timedOut, .cancelled, .stalled, .overflowed, .failed:
            throw await stuck("sending \(packet.count) bytes", outgoing, result.end)
        }
    }

    private var outgoing: USBEndpointAddress? {
        switch output {
        case .bulk(let endpoint), .interrupt(let endpoint): endpoint
        case .setReport: nil
        }
    }

    /// What came in one transfer; empty if nothing did in time.
    func receive(capacity: Int, within timeout: Duration) async throws(ByteLinkFault)
        -> USBTransferResult
    {
        let transfer: USBTransfer =
            input.kind == .interrupt
            ? .interruptIn(input.address, capacity: capacity)
            : .bulkIn(input.address, capacity: capacity)
        let result = await connection.transfer(transfer, timeout: timeout)
        switch result.end {
        // A time-out can have moved bytes: they count.
        case .completed, .timedOut: return result
        case .deviceGone: throw .gone
        case .cancelled, .stalled, .overflowed, .failed:
            throw await stuck("receiving", input.address, result.end)
        }
    }

    /// A halt outlasts the opening in which it came: it is ended here, or the next one would find
    /// the bridge mute.
    private func stuck(
        _ doing: String, _ endpoint: USBEndpointAddress?, _ end: USBTransferEnd
    ) async -> ByteLinkFault {
        if end == .stalled, let endpoint {
            // The fault is told already; a bridge that cannot do this either shows at the next opening.
            try? await connection.clearHalt(endpoint)
        }
        return .stuck(doing: doing, end)
    }
}
