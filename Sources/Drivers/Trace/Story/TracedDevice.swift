internal import DeviceProtocols
internal import KioskPorts

/// What a trace has told of one device so far.
struct TracedDevice: Sendable {
    /// What is spoken on its endpoints.
    private enum Language: Sendable {
        case unknown
        case serial(BridgeStory)
        case cards(ReaderStory)
    }

    /// Both packets of a transfer bear its number; connections to one device may share numbers, endpoints tell them apart.
    private struct Key: Hashable {
        let number: UInt64
        let endpoint: UInt8
    }

    private struct Begun {
        let transfer: USBTransfer
        let microseconds: Int64
    }

    /// A wait that ended with nothing is worth a word from here on; drivers ask for less over and over.
    private static let silenceFrom = Duration.milliseconds(100)
    /// Transfers that are awaited at once, at most: more is a damaged file.
    private static let begunLimit = 256

    private let id: USBDeviceID
    private var deviceDescriptor: [UInt8] = []
    private var device: USBDevice?
    private var language = Language.unknown
    private var begun: [Key: Begun] = [:]
    private var name = TraceWords("device", "设备")

    init(_ id: USBDeviceID) { self.id = id }

    var shown: TraceDevice { TraceDevice(id: id, product: device?.product, name: name) }

    mutating func hear(
        _ packet: USBCapturePacket, _ redaction: inout CardTrafficRedaction,
        _ bridges: SerialBridges
    ) -> [TraceNote] {
        let key = Key(number: packet.number, endpoint: packet.endpoint)
        if packet.event == .submitted {
            guard let transfer = packet.begun else { return [] }
            if begun.count < Self.begunLimit {
                begun[key] = Begun(transfer: transfer, microseconds: packet.microseconds)
            }
            return sent(transfer, &redaction)
        }
        guard let start = begun.removeValue(forKey: key) ?? Self.unseen(packet) else {
            return []
        }
        let waited = Duration.microseconds(packet.microseconds - start.microseconds)
        let end = USBTransferEnd(errorNumber: packet.status)
        if let note = Self.ending(end, packet.status, start.transfer, waited, packet.data.isEmpty) {
            return [note]
        }
        return received(packet.data, of: start.transfer, redaction, bridges)
    }

    /// A transfer that began before the trace: only what comes through an endpoint can be told.
    private static func unseen(_ packet: USBCapturePacket) -> Begun? {
        let address = USBEndpointAddress(packet.endpoint)
        guard address.isIn, packet.kind == .bulk || packet.kind == .interrupt else { return nil }
        let transfer: USBTransfer =
            packet.kind == .bulk
            ? .bulkIn(address, capacity: packet.length)
            : .interruptIn(address, capacity: packet.length)
        return Begun(transfer: transfer, microseconds: packet.microseconds)
    }

    /// Nil: it ended with something to tell of.
    private static func ending(
        _ end: USBTransferEnd, _ status: Int32, _ transfer: USBTransfer, _ waited: Duration,
        _ isEmpty: Bool
    ) -> TraceNote? {
        let words: TraceWords
        switch end {
        case .completed: return nil
        case .timedOut:
            guard isEmpty, waited >= silenceFrom else { return nil }
            let time = "\(waited / .milliseconds(1))".prefix { $0 != "." } + " ms"
            words =
                transfer.endpoint.isIn
                ? TraceWords("nothing came in \(time)", "\(time) 内没有数据")
                : TraceWords("not taken in \(time)", "\(time) 内未被接收")
        case .cancelled: words = TraceWords("cancelled", "已取消")
        case .stalled: words = TraceWords("refused (stall)", "被拒绝（STALL）")
        case .overflowed: words = TraceWords("more came than was asked for", "数据超出请求长度")
        case .deviceGone: words = TraceWords("the device is gone", "设备已拔出")
        case .failed:
            words = TraceWords("failed (errno \(-Int(status)))", "失败（errno \(-Int(status))）")
        }
        let isAlarm = end != .timedOut && end != .cancelled
        return TraceNote(
            .transfer, words, isAlarm: isAlarm, fields: ["end": "\(end)", "errno": "\(status)"])
    }

    private mutating func sent(
        _ transfer: USBTransfer, _ redaction: inout CardTrafficRedaction
    ) -> [TraceNote] {
        if let setup = transfer.setup, StandardRequestWords.isStandard(setup) {
            return StandardRequestWords.words(setup).map { [TraceNote(.device, $0)] } ?? []
        }
        switch language {
        case .unknown: return Self.plain(transfer.outgoing)
        case .serial(var story):
            defer { language = .serial(story) }
            return story.sent(transfer)
        case .cards(var story):
            defer { language = .cards(story) }
            guard let device else { return [] }
            let kept = redaction.keptOutgoing(transfer, device: device)
            return story.sent(transfer, kept)
        }
    }

    private mutating func received(
        _ bytes: [UInt8], of transfer: USBTransfer, _ redaction: CardTrafficRedaction,
        _ bridges: SerialBridges
    ) -> [TraceNote] {
        if let setup = transfer.setup, StandardRequestWords.isStandard(setup) {
            guard setup.isIn else { return [] }
            return described(setup, bytes, bridges)
        }
        switch language {
        case .unknown: return transfer.endpoint.isIn ? Self.plain(bytes) : []
        case .serial(var story):
            defer { language = .serial(story) }
            return story.received(bytes, of: transfer)
        case .cards(var story):
            defer { language = .cards(story) }
            guard let device, transfer.endpoint.isIn else { return [] }
            let kept = redaction.keptIncoming(bytes, of: transfer, device: device)
            return story.received(bytes, of: transfer, kept)
        }
    }

    /// Bytes of a device that nobody knows: what they are is not known, so they are only counted.
    private static func plain(_ bytes: [UInt8]) -> [TraceNote] {
        guard !bytes.isEmpty else { return [] }
        let words = TraceWords("\(bytes.count) bytes", "\(bytes.count) 字节")
        return [TraceNote(.transfer, words, fields: ["bytes": "\(bytes.count)"])]
    }

    /// Takes in what a device says of itself.
    private mutating func described(
        _ setup: USBSetup, _ bytes: [UInt8], _ bridges: SerialBridges
    ) -> [TraceNote] {
        guard setup.requestType == 0x80, setup.request == USBSetup.getDescriptor else { return [] }
        switch setup.value >> 8 {
        case 1 where bytes.count == 18:
            deviceDescriptor = bytes
            return []
        case 2:
            guard let descriptors = USBDescriptors(device: deviceDescriptor, configuration: bytes)
            else { return [] }
            let known = device?.descriptors
            let found = USBDevice(
                id: id, location: USBLocation(bus: id.bus, ports: []), descriptors: descriptors)
            device = found
            if known != descriptors { recognise(found, bridges) }
            let words = TraceWords(same: "\(found.product) ") + name
            return [TraceNote(.device, words, fields: ["product": "\(found.product)"])]
        case 3 where setup.value & 0xFF != 0:
            guard let text = StandardRequestWords.text(bytes) else { return [] }
            let index = setup.value & 0xFF
            return [
                TraceNote(
                    .device, TraceWords("text \(index): \(text)", "文本 \(index)：\(text)"),
                    fields: ["string": text])
            ]
        default: return []
        }
    }

    private mutating func recognise(_ device: USBDevice, _ bridges: SerialBridges) {
        let isReader = device.descriptors.interfaces.contains {
            $0.interfaceClass == CCIDReader.interfaceClass
        }
        if let profile = bridges.profile(of: device) {
            name =
                profile.chip.isUnit
                ? TraceWords("\(profile.name) dispenser", "\(profile.name) 发卡机")
                : TraceWords("\(profile.name) serial bridge", "\(profile.name) 串口桥")
            language = .serial(BridgeStory(profile.chip, device.descriptors))
        } else if isReader {
            name = TraceWords("card reader", "读卡器")
            language = .cards(ReaderStory(CCIDLevels(device.descriptors)))
        } else {
            name = TraceWords("unknown device", "未知设备")
            language = .unknown
        }
    }
}
