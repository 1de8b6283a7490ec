internal import KioskPorts

/// Serves one opening of a device: the preload's messages of three native 64-bit words.
///
/// Client: 1, request, argument address. Server: 5, address, length → the client sends that much
/// of its memory; 6, address, length, bytes → stored there; 3, result, errno → the ioctl returns
/// (rigs.md §1b). The session never hangs up first: the client would end itself.
struct UsbfsSession {
    private enum Word {
        static let request: UInt64 = 1
        static let done: UInt64 = 3
        static let readMemory: UInt64 = 5
        static let writeMemory: UInt64 = 6
        static let minusOne = UInt64.max
    }

    /// Zero packet, bulk continuation, no packet-size limit, scatter-gather, reap after disconnect.
    private static let capabilities: UInt32 = 0x1F

    let socket: StreamSocket
    let device: PluggedDevice
    let opening: PluggedDevice.Opening
    let now: @Sendable () -> Duration
    /// Tells the folder's pump that there may be something to wait for.
    let submitted: @Sendable () -> Void

    /// Until the client closes.
    func run() {
        while let words = words(), words[0] == Word.request {
            guard serve(words[1], words[2]) else { break }
        }
        device.forget(opening)
        socket.closeDescriptor()
    }

    private func serve(_ code: UInt64, _ argument: UInt64) -> Bool {
        guard let request = UsbfsRequest(rawValue: code) else { return answer(UsbfsErrno.invalid) }
        switch request {
        case .submitURB: return submit(argument)
        case .reapURB, .reapURBNoDelay: return reap(argument)
        case .discardURB: return answer(device.discard(argument, opening: opening))
        case .getCapabilities:
            return write(Self.bytes(Self.capabilities), at: argument) && answer(0)
        case .claimInterface, .disconnectClaim:
            return withNumber(argument) { device.claim($0, opening: opening) }
        case .releaseInterface:
            return withNumber(argument) { device.releaseClaim($0, opening: opening) }
        case .clearHalt, .resetEndpoint:
            return withNumber(argument) { endpoint in
                device.whilePluggedIn { $0.clearHalt(USBEndpointAddress(endpoint)) }
            }
        case .reset: return answer(device.whilePluggedIn { $0.reset(now: now()) })
        case .setInterface, .setConfiguration: return answer(device.whilePluggedIn { _ in })
        case .getDriver: return answer(UsbfsErrno.noData)
        }
    }

    private func submit(_ address: UInt64) -> Bool {
        guard let bytes = read(URB.structLength, at: address) else { return false }
        guard let urb = URB(address: address, bytes: bytes) else {
            return answer(UsbfsErrno.invalid)
        }
        var data: [UInt8] = []
        if urb.carriesData, urb.length > 0 {
            guard let read = read(urb.length, at: urb.buffer) else { return false }
            data = read
        }
        let isTaken = device.submit(urb, data: data, opening: opening, now: now())
        submitted()
        return answer(isTaken ? 0 : UsbfsErrno.noDevice)
    }

    private func reap(_ argument: UInt64) -> Bool {
        let (completed, errno) = device.reap(opening)
        guard let completed else { return answer(errno) }
        let urb = completed.urb
        let skipped = UInt64(urb.kind == .control ? URB.setupLength : 0)
        return write(completed.incoming, at: urb.buffer + skipped)
            && write(
                Self.bytes(UInt32(bitPattern: completed.status)), at: urb.address + URB.statusOffset
            )
            && write(
                Self.bytes(UInt32(completed.count)), at: urb.address + URB.actualLengthOffset)
            && write(Self.bytes(urb.address), at: argument) && answer(0)
    }

    /// Reads the unsigned int at `argument` and answers what `body` makes of it.
    private func withNumber(_ argument: UInt64, _ body: (UInt8) -> Int32) -> Bool {
        guard let bytes = read(4, at: argument) else { return false }
        return answer(body(bytes[0]))
    }

    // MARK: Words

    private func words() -> [UInt64]? {
        guard let bytes = socket.read(24) else { return nil }
        return (0..<3).map { word in
            (0..<8).reduce(0) { $0 | UInt64(bytes[8 * word + $1]) << (8 * $1) }
        }
    }

    private func send(_ words: [UInt64], _ bytes: [UInt8] = []) -> Bool {
        socket.write(words.flatMap(Self.bytes) + bytes)
    }

    /// 0 is success; anything else is returned as -1 with that errno.
    private func answer(_ errno: Int32) -> Bool {
        send([Word.done, errno == 0 ? 0 : Word.minusOne, UInt64(errno)])
    }

    private func read(_ count: Int, at address: UInt64) -> [UInt8]? {
        guard send([Word.readMemory, address, UInt64(count)]) else { return nil }
        return socket.read(count)
    }

    private func write(_ bytes: [UInt8], at address: UInt64) -> Bool {
        bytes.isEmpty || send([Word.writeMemory, address, UInt64(bytes.count)], bytes)
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
