import DeviceProtocols

/// Packets of dispensers, and what serial bridges put around them.
enum LineTargets {
    /// However the bytes are split, the same events come, and none is lost.
    static func crt591(_ bytes: [UInt8]) {
        let split = pieces(bytes)
        var whole = CRT591Accumulator(address: 0)
        var cut = CRT591Accumulator(address: 0)
        let atOnce = whole.receive(split.joined()) + whole.giveUp()
        let inPieces = split.flatMap { cut.receive($0) } + cut.giveUp()
        precondition(frames(atOnce) == frames(inPieces), "packets depend on how they are split")
        precondition(!whole.isInsidePacket && !cut.isInsidePacket)
        for frame in frames(atOnce) {
            _ = CRT591Command(frame)
            for command in [CRT591Command.status, .sensors, .serialNumber, .configuration] {
                guard let reply = try? CRT591Reply(frame, to: command) else { continue }
                _ = reply.frame(to: command, address: 0)
            }
        }
    }

    static func ttce(_ bytes: [UInt8]) {
        let split = pieces(bytes)
        guard let address = TTCEAddress(0) else { preconditionFailure("0 is an address") }
        var whole = TTCEAccumulator(address: address)
        var cut = TTCEAccumulator(address: address)
        let atOnce = whole.receive(split.joined()) + whole.giveUp()
        let inPieces = split.flatMap { cut.receive($0) } + cut.giveUp()
        precondition(frames(atOnce) == frames(inPieces), "packets depend on how they are split")
        for frame in frames(atOnce) {
            for command in [TTCECommand.version, .fullState, .shortState, .dispense] {
                guard let reply = try? TTCEReply(frame, to: command) else { continue }
                _ = reply.frame(to: command, address: address)
            }
        }
    }

    /// Reports of any length: what comes out are whole packets, and nothing stays behind once it was given up.
    static func crthid(_ bytes: [UInt8]) {
        var assembler = CRTHIDAssembler()
        let events = pieces(bytes).flatMap { assembler.receive($0) } + assembler.giveUp()
        precondition(!assembler.isInsidePacket)
        for case .frame(let frame) in events {
            precondition(frame.bytes.count <= CRTHIDFrame.maximumLength, "a packet is too long")
            _ = CRTHIDCommand(frame)
            for command in [CRTHIDCommand.status, .sensors, .counters, .serialNumber] {
                guard let reply = try? CRTHIDReply(frame, to: command) else { continue }
                _ = reply.frame(to: command)
            }
        }
    }

    /// What is taken off a transfer is never more than it held, and what is put into reports comes back.
    static func bridges(_ bytes: [UInt8]) {
        for size in [8, 64, 512] {
            precondition(FTDIPackets.payload(of: bytes, packetSize: size).count <= bytes.count)
        }
        for kind in HIDReports.allCases {
            _ = kind.payload(of: bytes)
            let back = kind.reports(of: bytes).flatMap(kind.payload)
            precondition(back.starts(with: bytes), "\(kind) loses bytes")
        }
    }

    /// The first byte says how long the pieces are.
    private static func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        var input = FuzzInput(bytes)
        let length = max(1, Int(input.byte()))
        var pieces: [[UInt8]] = []
        while !input.isEmpty { pieces.append(input.bytes(length)) }
        return pieces
    }

    private static func frames(_ events: [CRT591Event]) -> [CRT591Frame] {
        events.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    }

    private static func frames(_ events: [TTCEEvent]) -> [TTCEFrame] {
        events.compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    }
}
