internal import DeviceProtocols
internal import KioskPorts

/// A serial line behind a bridge of any kind.
actor BridgeLink: ByteLink {
    /// Receptions thrown away at most: a device that never stops talking is noise.
    private static let discardLimit = 64
    private static let discardWait = Duration.milliseconds(10)

    private let port: BridgePort
    private let chip: any SerialChip
    private let format: SerialFormat
    private let clock: any KioskClock
    private var speed: Int?

    init(port: BridgePort, chip: any SerialChip, format: SerialFormat, clock: any KioskClock) {
        self.port = port
        self.chip = chip
        self.format = format
        self.clock = clock
    }

    func setSpeed(_ baud: Int) async throws(ByteLinkFault) {
        // Configuring anew what is set already can make a chip lose bytes (devices.md §5).
        guard speed != baud else { return }
        let line = SerialLine(baud: baud, format: format)
        guard let requests = chip.requests(for: line) else {
            throw .unfit("it cannot run at \(baud) baud with \(format)")
        }
        try await port.run(requests)
        speed = baud
    }

    func send(_ bytes: [UInt8]) async throws(ByteLinkFault) {
        // A bulk chip takes a protocol's frame in one transfer: a pause within it would void the frame.
        for packet in chip.reports?.reports(of: bytes) ?? [bytes] {
            try await port.send(packet, chip.reports)
        }
    }

    func receive(within timeout: Duration) async throws(ByteLinkFault) -> [UInt8] {
        let packet = max(1, Int(port.input.maximumPacketSize))
        let deadline = clock.monotonic() + timeout
        var left = timeout
        while left > .zero {
            let result = try await port.receive(
                capacity: packet * chip.packetsAtOnce, within: left)
            let bytes = chip.payload(of: result.bytes, packetSize: packet)
            // An empty packet, or one of nothing but status, says that there is nothing yet.
            if !bytes.isEmpty || result.end == .timedOut { return bytes }
            left = deadline - clock.monotonic()
        }
        return []
    }

    @discardableResult
    func discardInput() async throws(ByteLinkFault) -> Int {
        var count = 0
        for _ in 0..<Self.discardLimit {
            let bytes = try await receive(within: Self.discardWait)
            if bytes.isEmpty { break }
            count += bytes.count
        }
        return count
    }

    func close() async { await port.connection.close() }
}
