internal import DeviceProtocols
internal import KioskPorts

/// What passes a serial bridge: requests to the chip, and the line behind it.
struct BridgeStory: Sendable {
    private let chip: BridgeChip
    /// Of the endpoint that brings the line's bytes.
    private let packetSize: Int
    private var line: DispenserStory

    init(_ chip: BridgeChip, _ descriptors: USBDescriptors) {
        self.chip = chip
        line = DispenserStory(isPadded: chip == .hidPadded)
        let input = descriptors.interfaces.lazy.compactMap {
            $0.endpoint(.bulk, isIn: true) ?? $0.endpoint(.interrupt, isIn: true)
        }.first
        packetSize = max(FTDIPackets.statusLength + 1, Int(input?.maximumPacketSize ?? 64))
    }

    mutating func sent(_ transfer: USBTransfer) -> [TraceNote] {
        switch transfer {
        case .controlIn(let setup), .controlOut(let setup, _):
            return asked(setup, transfer.outgoing)
        case .bulkOut(_, let data), .interruptOut(_, let data):
            return line.sent(payload(ofReport: data))
        case .bulkIn, .interruptIn: return []
        }
    }

    mutating func received(_ bytes: [UInt8], of transfer: USBTransfer) -> [TraceNote] {
        switch transfer {
        case .controlIn:
            let hex = TraceHex.of(bytes)
            return [
                TraceNote(
                    .bridge, TraceWords("answer \(hex)", "应答 \(hex)"), fields: ["answer": hex])
            ]
        case .controlOut, .bulkOut, .interruptOut: return []
        // Interrupts of a chip with bulk endpoints tell of modem lines.
        case .interruptIn where !isReports: return []
        case .bulkIn, .interruptIn: return line.received(payload(ofTransfer: bytes))
        }
    }

    private var isReports: Bool { chip == .hidCounted || chip == .hidPadded }

    private mutating func asked(_ setup: USBSetup, _ data: [UInt8]) -> [TraceNote] {
        let request = ControlRequest(
            requestType: setup.requestType, request: setup.request, value: setup.value,
            index: setup.index, length: setup.length, data: data)
        guard let setting = setting(request) else {
            let hex = TraceHex.of(setup.bytes)
            let words = TraceWords("request \(hex), not known", "未知请求 \(hex)")
            return [TraceNote(.bridge, words, fields: ["setup": hex])]
        }
        if setting == .outputReport { return line.sent(payload(ofReport: data)) }
        let (words, fields) = BridgeWords.of(setting)
        return [TraceNote(.bridge, words, fields: fields)]
    }

    private func setting(_ request: ControlRequest) -> BridgeSetting? {
        switch chip {
        case .ch340: .ch340(request)
        case .ftdi: .ftdi(request)
        case .pl2303: .pl2303(request)
        case .cp210x: .cp210x(request)
        case .cdcACM: .cdc(request)
        case .hidCounted, .hidPadded: .reports(request)
        }
    }

    private func payload(ofReport bytes: [UInt8]) -> [UInt8] {
        switch chip {
        case .ch340, .ftdi, .pl2303, .cp210x, .cdcACM: bytes
        case .hidCounted: HIDReports.counted.payload(of: bytes)
        case .hidPadded: HIDReports.padded.payload(of: bytes)
        }
    }

    private func payload(ofTransfer bytes: [UInt8]) -> [UInt8] {
        chip == .ftdi
            ? FTDIPackets.payload(of: bytes, packetSize: packetSize) : payload(ofReport: bytes)
    }
}

/// Settings of a serial bridge in words.
enum BridgeWords {
    static func of(_ setting: BridgeSetting) -> (words: TraceWords, fields: [String: String]) {
        switch setting {
        case .readVersion: (TraceWords("ask the chip's version", "询问芯片版本"), [:])
        case .wake: (TraceWords("switch the port on", "启用串口"), [:])
        case .reset: (TraceWords("reset the port", "复位串口"), [:])
        case .purge: (TraceWords("empty the buffers", "清空缓冲区"), [:])
        case .speed(let baud): speed(baud)
        case .format(let format):
            (
                TraceWords("characters \(format.text)", "字符格式 \(format.text)"),
                ["format": "\(format.text)"]
            )
        case .line(let line):
            (
                TraceWords(
                    "\(line.baud) baud, \(line.format.text)", "\(line.baud) 波特，\(line.format.text)"),
                ["baud": "\(line.baud)", "format": "\(line.format.text)"]
            )
        case .modemLines(let isOn):
            (
                isOn
                    ? TraceWords("DTR and RTS on", "DTR、RTS 开")
                    : TraceWords("DTR and RTS off", "DTR、RTS 关"), [:]
            )
        case .readModemStatus: (TraceWords("ask for the modem lines", "读取调制解调线状态"), [:])
        case .latency(let milliseconds):
            (
                TraceWords("hand on after \(milliseconds) ms", "\(milliseconds) ms 后上传"),
                ["latencyMilliseconds": "\(milliseconds)"]
            )
        case .flowControl(let isOn):
            (
                isOn
                    ? TraceWords("flow control on", "启用流控") : TraceWords("no flow control", "关闭流控"),
                [:]
            )
        case .readRegister(let register):
            (TraceWords("read register \(hex(register))", "读寄存器 \(hex(register))"), [:])
        case .writeRegister(let register, let value):
            (
                TraceWords(
                    "write \(hex(value)) to register \(hex(register))",
                    "寄存器 \(hex(register)) 写 \(hex(value))"), [:]
            )
        case .outputReport: (TraceWords("report", "报告"), [:])
        }
    }

    private static func speed(_ baud: Int?) -> (words: TraceWords, fields: [String: String]) {
        guard let baud else {
            return (TraceWords("a speed that is not usual", "非常用速率"), [:])
        }
        return (TraceWords("\(baud) baud", "\(baud) 波特"), ["baud": "\(baud)"])
    }

    private static func hex(_ value: UInt16) -> String {
        TraceHex.of([UInt8(value >> 8), UInt8(value & 0xFF)]).filter { $0 != " " }
    }
}

extension SerialFormat {
    /// As technicians write it: 8N1.
    fileprivate var text: String {
        let parity =
            switch self.parity {
            case .none: "N"
            case .odd: "O"
            case .even: "E"
            case .mark: "M"
            case .space: "S"
            }
        let stop =
            switch stopBits {
            case .one: "1"
            case .oneAndHalf: "1.5"
            case .two: "2"
            }
        return "\(dataBits)\(parity)\(stop)"
    }
}
