internal import DeviceProtocols
package import KioskPorts

/// A serial line behind a CH340 or CH341 bridge, 8N1.
package actor CH340Link: ByteLink {
    /// Products of the family (devices.md §5).
    package static let products = ["1a86:7523", "1a86:5523", "1a86:7522", "4348:5523"]
        .compactMap { USBProductID($0) }

    private static let interface: UInt8 = 0
    private static let requestTimeout = Duration.seconds(1)
    /// 512 bytes at 9600 baud take 0.6 s.
    private static let sendTimeout = Duration.seconds(2)
    /// Versions below this have a fixed 8N1 (Linux ch341.c).
    private static let lineControlVersion: UInt8 = 0x30
    /// Packets thrown away at most: a device that never stops talking is noise.
    private static let discardLimit = 64
    private static let discardWait = Duration.milliseconds(10)

    private let connection: any USBConnection
    private let input: USBEndpoint
    private let output: USBEndpointAddress
    private let version: UInt8
    private var speed: Int?

    private init(
        _ connection: any USBConnection, input: USBEndpoint, output: USBEndpointAddress,
        version: UInt8
    ) {
        self.connection = connection
        self.input = input
        self.output = output
        self.version = version
    }

    /// Finds, opens, claims and initialises the bridge. The speed is not set yet.
    package static func open(
        _ selector: DeviceSelector, on bus: any USBBus
    ) async throws(ByteLinkFault) -> CH340Link {
        let connection = try await attempt { () throws(USBFault) in
            try await selector.open(on: bus)
        }
        guard let connection else { throw .gone }
        do throws(ByteLinkFault) {
            try await attempt { () throws(USBFault) in
                try await connection.claim(interface: interface)
            }
            return try await initialised(connection)
        } catch {
            await connection.close()
            throw error
        }
    }

    private static func initialised(
        _ connection: any USBConnection
    ) async throws(ByteLinkFault) -> CH340Link {
        let interface = connection.device.descriptors.interfaces.first {
            $0.number == Self.interface && $0.alternate == 0
        }
        guard let input = interface?.endpoint(.bulk, isIn: true),
            let output = interface?.endpoint(.bulk, isIn: false)
        else { throw .unfit("no pair of bulk endpoints") }
        let answer = try await request(.readVersion, connection)
        guard let version = answer.first else { throw .unfit("it does not tell its version") }
        try await request(.initialise, connection)
        return CH340Link(connection, input: input, output: output.address, version: version)
    }

    package func setSpeed(_ baud: Int) async throws(ByteLinkFault) {
        // Configuring anew what is set already can make the chip lose bytes (devices.md §5).
        guard speed != baud else { return }
        guard let known = CH340Baud(rawValue: baud) else { throw .unfit("no divisor for \(baud)") }
        try await Self.request(.baud(known, version: version), connection)
        if version >= Self.lineControlVersion {
            try await Self.request(.lineControl8N1, connection)
        }
        try await Self.request(.modemControlOn, connection)
        speed = baud
    }

    package func send(_ bytes: [UInt8]) async throws(ByteLinkFault) {
        let result = await connection.transfer(
            .bulkOut(output, data: bytes), timeout: Self.sendTimeout)
        switch result.end {
        case .completed where result.count == bytes.count: return
        case .deviceGone: throw .gone
        case .completed, .timedOut, .cancelled, .stalled, .overflowed, .failed:
            throw await stuck("sending \(bytes.count) bytes", output, result.end)
        }
    }

    package func receive(within timeout: Duration) async throws(ByteLinkFault) -> [UInt8] {
        // One packet: a longer buffer would wait for a second one after each full packet.
        let capacity = max(1, Int(input.maximumPacketSize))
        let result = await connection.transfer(
            .bulkIn(input.address, capacity: capacity), timeout: timeout)
        switch result.end {
        // A time-out can have moved bytes: they count.
        case .completed, .timedOut: return result.bytes
        case .deviceGone: throw .gone
        case .cancelled, .stalled, .overflowed, .failed:
            throw await stuck("receiving", input.address, result.end)
        }
    }

    /// A halt outlasts the opening in which it came: it is ended here, or the next one would find
    /// the bridge mute.
    private func stuck(
        _ doing: String, _ endpoint: USBEndpointAddress, _ end: USBTransferEnd
    ) async -> ByteLinkFault {
        if end == .stalled {
            // The fault is told already; a bridge that cannot do this either shows at the next opening.
            try? await connection.clearHalt(endpoint)
        }
        return .stuck(doing: doing, end)
    }

    package func discardInput() async throws(ByteLinkFault) {
        for _ in 0..<Self.discardLimit {
            if try await receive(within: Self.discardWait).isEmpty { return }
        }
    }

    package func close() async { await connection.close() }

    @discardableResult
    private static func request(
        _ request: CH340Request, _ connection: any USBConnection
    ) async throws(ByteLinkFault) -> [UInt8] {
        let setup = USBSetup(
            requestType: request.requestType, request: request.request, value: request.value,
            index: request.index, length: request.length)
        let transfer: USBTransfer =
            setup.isIn ? .controlIn(setup) : .controlOut(setup, data: [])
        let result = await connection.transfer(transfer, timeout: requestTimeout)
        switch result.end {
        case .completed: return result.bytes
        case .deviceGone: throw .gone
        case .timedOut, .cancelled, .stalled, .overflowed, .failed:
            throw .stuck(doing: "vendor request \(request.request)", result.end)
        }
    }

    private static func attempt<Answer>(
        _ body: () async throws(USBFault) -> Answer
    ) async throws(ByteLinkFault) -> Answer {
        do {
            return try await body()
        } catch {
            if case .noSuchDevice = error { throw .gone }
            throw .bus(error)
        }
    }
}
