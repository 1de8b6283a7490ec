internal import DeviceProtocols

/// Commands, states and codes of the CRT-591 family in words (devices.md §2.4 and §2.5).
enum CRT591Words {
    static func name(of command: CRT591Command) -> TraceWords {
        switch (command.command, command.parameter) {
        case (0x30, let parameter): initialise(parameter)
        case (0x31, 0x30): TraceWords("status", "查询状态")
        case (0x31, 0x31): TraceWords("sensors", "查询传感器")
        case (0x32, let parameter): move(parameter)
        case (0x33, 0x30): TraceWords("let cards in at the gate", "允许出口进卡")
        case (0x33, 0x31): TraceWords("let no cards in", "禁止进卡")
        case (0x50, _): TraceWords("find out the card's kind", "识别卡类型")
        case (0x51, _): TraceWords("contact card", "接触式 CPU 卡")
        case (0x52, _): TraceWords("SAM", "SAM 卡")
        case (0x53, _), (0x54, _): TraceWords("memory card", "存储卡")
        case (0x60, let parameter): radio(parameter)
        case (0xA2, 0x30): TraceWords("serial number", "读序列号")
        case (0xA3, 0x30): TraceWords("configuration", "读配置")
        case (0xA4, _): TraceWords("firmware version", "读固件版本")
        case (0xA5, 0x30): TraceWords("read the bin counter", "读回收计数")
        case (0xA5, 0x31): TraceWords("set the bin counter", "设回收计数")
        case (0xA6, 0x30): TraceWords("reset the inner reader", "复位内部读卡器")
        case (_, _): TraceWords("a command that is not known", "未知命令")
        }
    }

    private static func initialise(_ parameter: UInt8) -> TraceWords {
        switch parameter {
        case 0x30, 0x34: TraceWords("initialise, a card inside goes to the gate", "初始化，机内卡送到出口")
        case 0x31, 0x35: TraceWords("initialise, a card inside goes to the bin", "初始化，机内卡回收")
        case 0x33, 0x37: TraceWords("initialise, a card inside stays", "初始化，机内卡不动")
        default: TraceWords("initialise", "初始化")
        }
    }

    private static func move(_ parameter: UInt8) -> TraceWords {
        switch parameter {
        case 0x30: TraceWords("move the card to the gate", "卡送到出口")
        case 0x31: TraceWords("move a card to the contact position", "卡送到接触位")
        case 0x32: TraceWords("move a card to the read position", "卡送到读卡位")
        case 0x33: TraceWords("move the card to the bin", "回收卡")
        case 0x39: TraceWords("move the card out of the gate", "卡弹出")
        default: TraceWords("move a card", "移动卡")
        }
    }

    private static func radio(_ parameter: UInt8) -> TraceWords {
        switch parameter {
        case 0x30: TraceWords("radio: activate the card", "射频：激活卡")
        case 0x31: TraceWords("radio: off", "射频：关闭")
        case 0x32: TraceWords("radio: status", "射频：状态")
        case 0x33...0x35: TraceWords("radio: command to the card", "射频：卡命令")
        default: TraceWords("radio", "射频")
        }
    }

    /// Data that is not told: it may be a card's.
    static func hidden(_ count: Int) -> TraceWords {
        TraceWords(", \(count) bytes of data", "，数据 \(count) 字节")
    }

    /// The three status bytes; the bin's is told by its byte where firmware differs.
    static func status(_ status: CRT591Status) -> TraceWords {
        let bin: TraceWords =
            switch CRT591Bin(rawValue: status.st2) {
            case .notFull: TraceWords("bin not full", "回收箱未满")
            case .full: TraceWords("bin full", "回收箱满")
            case nil:
                TraceWords(
                    "bin unknown (\(TraceHex.of([status.st2])))",
                    "回收箱状态不明（\(TraceHex.of([status.st2]))）")
            }
        return .list([card(status), stacker(status), bin])
    }

    private static func card(_ status: CRT591Status) -> TraceWords {
        switch status.card {
        case .some(.none): TraceWords("no card in the path", "通道无卡")
        case .atGate: TraceWords("card at the gate", "卡在出口")
        case .atReader: TraceWords("card at the read position", "卡在读卡位")
        case nil:
            TraceWords(
                "card unknown (\(TraceHex.of([status.st0])))", "卡位不明（\(TraceHex.of([status.st0]))）")
        }
    }

    private static func stacker(_ status: CRT591Status) -> TraceWords {
        switch status.stacker {
        case .empty: TraceWords("hopper empty", "卡箱空")
        case .few: TraceWords("few cards left", "卡将用完")
        case .enough: TraceWords("enough cards", "卡量充足")
        case nil:
            TraceWords(
                "hopper unknown (\(TraceHex.of([status.st1])))",
                "卡量不明（\(TraceHex.of([status.st1]))）")
        }
    }

    /// What a positive answer holds besides the status.
    static func data(_ data: [UInt8], of command: CRT591Command) -> [TraceWords] {
        guard !data.isEmpty else { return [] }
        switch (command.command, command.parameter) {
        case (0x31, 0x31): return [sensors(CRT591Sensors(data))]
        case (0xA5, 0x30):
            guard let count = CRT591BinCounter.parse(data) else { return [unreadable] }
            return [TraceWords("\(count) cards counted in the bin", "回收计数 \(count)")]
        case (0xA2, 0x30):
            guard let serial = CRT591SerialNumber.parse(data) else { return [unreadable] }
            return [TraceWords(same: "“\(IdentityText.read(serial))”")]
        case (0x30, _), (0xA3, _), (0xA4, _):
            return [TraceWords(same: "“\(IdentityText.read(data))”")]
        case (_, _): return [TraceWords("\(data.count) bytes of data", "数据 \(data.count) 字节")]
        }
    }

    private static let unreadable = TraceWords("data that cannot be read", "数据无法解读")

    private static func sensors(_ sensors: CRT591Sensors) -> TraceWords {
        let lit = sensors.states.indices.filter { sensors.states[$0] == true }.map { "S\($0 + 1)" }
        let odd = sensors.states.indices.filter { sensors.states[$0] == nil }.map { "S\($0 + 1)" }
        let count = sensors.states.count
        var words =
            lit.isEmpty
            ? TraceWords("none of \(count) sensors sees a card", "\(count) 个传感器均无卡")
            : TraceWords("a card at ", "有卡：") + lit.joined(separator: " ")
                + TraceWords(" of \(count) sensors", "（共 \(count) 个传感器）")
        if !odd.isEmpty {
            words = .list([words, TraceWords("unknown ", "不明 ") + odd.joined(separator: " ")])
        }
        return words
    }

    static func fields(_ data: [UInt8], of command: CRT591Command) -> [String: String] {
        switch (command.command, command.parameter) {
        case (0x31, 0x31): ["sensors": String(decoding: data, as: UTF8.self)]
        case (0xA5, 0x30): CRT591BinCounter.parse(data).map { ["binCount": "\($0)"] } ?? [:]
        case (0x30, _), (0xA3, _), (0xA4, _): ["text": IdentityText.read(data)]
        case (_, _): [:]
        }
    }

    static func code(_ code: CRT591Code?) -> TraceWords {
        switch code {
        case nil: TraceWords("a code that is not known", "未知错误码")
        case .undefinedCommand: TraceWords("the unit has no such command", "命令未定义")
        case .parameter: TraceWords("wrong parameter", "参数错误")
        case .sequence: TraceWords("not now", "命令顺序错误")
        case .notSupportedByHardware: TraceWords("this hardware cannot do it", "硬件不支持")
        case .dataInPacket: TraceWords("wrong data in the packet", "报文数据错误")
        case .contactNotReleased: TraceWords("the contacts are on the card", "IC 触点未释放")
        case .jam: TraceWords("card jam", "卡堵塞")
        case .sensor: TraceWords("sensor fault", "传感器故障")
        case .cardTooLong: TraceWords("the card is too long", "卡过长")
        case .cardTooShort: TraceWords("the card is too short", "卡过短")
        case .cannotRecycle: TraceWords("the card cannot be drawn in", "无法回收卡")
        case .solenoid: TraceWords("solenoid fault", "电磁铁故障")
        case .cannotReachReader: TraceWords("the card does not reach the reader", "卡无法到读卡位")
        case .movedByHand: TraceWords("a hand moved the card", "卡被人为移动")
        case .counterOverflow: TraceWords("the bin counter is at its end", "回收计数溢出")
        case .motor: TraceWords("motor fault", "电机故障")
        case .supplyShort: TraceWords("short circuit at the card's supply", "IC 卡电源短路")
        case .activationFailed: TraceWords("the card does not wake", "卡激活失败")
        case .notSupportedByCard: TraceWords("the card does not know the command", "卡不支持该命令")
        case .cardMute: TraceWords("the card says nothing", "卡无应答")
        case .cardProtocol: TraceWords("the card breaks its protocol", "卡协议错误")
        case .cardDisabled: TraceWords("the card is not active", "卡未激活")
        case .notSupportedByThisCard: TraceWords("not with this card", "当前卡不支持")
        case .cardTransmission: TraceWords("transmission to the card failed", "卡通信错误")
        case .cardTimedOut: TraceWords("the card did not answer in time", "卡通信超时")
        case .notEMV: TraceWords("no EMV card", "不是 EMV 卡")
        case .stackerEmpty: TraceWords("the hopper is empty", "卡箱空")
        case .binFull: TraceWords("the bin is full", "回收箱满")
        case .notReset: TraceWords("not initialised since it was switched on", "上电后未初始化")
        }
    }
}
