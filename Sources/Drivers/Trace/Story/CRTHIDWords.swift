internal import DeviceProtocols

/// Commands, states and codes of CREATOR's units with CRC-16 in words (devices.md §3).
enum CRTHIDWords {
    static func name(of command: CRTHIDCommand) -> TraceWords {
        switch (command.command, command.parameter) {
        case (0x30, 0x30): TraceWords("initialise, parts go to their places", "初始化，正常归位")
        case (0x30, 0x31): TraceWords("initialise, a card inside is ejected", "初始化，强行退卡")
        case (0x30, 0x32): TraceWords("initialise, a card inside is stored", "初始化，强行存卡")
        case (0x30, 0x34): TraceWords("initialise, nothing moves", "初始化，无动作")
        case (0x30, _): TraceWords("initialise", "初始化")
        case (0x31, 0x30): TraceWords("status", "查询状态")
        case (0x31, 0x31...0x33): TraceWords("status with details", "查询详细状态")
        case (0x31, 0x41): TraceWords("sensors", "查询传感器")
        case (0x32, 0x32): TraceWords("feed a card from a cassette", "从指定卡箱发卡")
        case (0x32, _): TraceWords("feed a card", "进卡")
        case (0x34, 0x36): TraceWords("test a motor", "电机测试")
        case (0xA1, _): TraceWords("counters", "读使用次数")
        case (0xA2, _): TraceWords("serial number", "读序列号")
        case (0xA4, _): TraceWords("firmware version", "读固件版本")
        case (_, _): TraceWords("a command that is not known", "未知命令")
        }
    }

    static func status(_ status: CRTHIDStatus) -> TraceWords {
        switch status.card {
        case .some(.none): TraceWords("no card", "读卡器内无卡")
        case .atEntry: TraceWords("card at the slot", "卡在卡口")
        case .inside: TraceWords("card inside", "卡在读卡位")
        case nil:
            TraceWords(
                "card unknown (\(TraceHex.of(status.raw)))", "卡位不明（\(TraceHex.of(status.raw))）")
        }
    }

    /// What a positive answer holds besides the status. The places of sensors and counters differ from unit to unit.
    static func data(_ data: [UInt8], of command: CRTHIDCommand) -> [TraceWords] {
        guard !data.isEmpty else { return [] }
        switch (command.command, command.parameter) {
        case (0x31, 0x41):
            return [
                TraceWords("sensors \(IdentityText.read(data))", "传感器 \(IdentityText.read(data))")
            ]
        case (0xA1, _), (0xA2, _), (0xA4, _):
            return [TraceWords(same: "“\(IdentityText.read(data))”")]
        case (_, _): return [TraceWords("\(data.count) bytes of data", "数据 \(data.count) 字节")]
        }
    }

    static func fields(_ data: [UInt8], of command: CRTHIDCommand) -> [String: String] {
        guard !data.isEmpty else { return [:] }
        switch (command.command, command.parameter) {
        case (0x31, 0x41): return ["sensors": IdentityText.read(data)]
        case (0xA1, _), (0xA2, _), (0xA4, _): return ["text": IdentityText.read(data)]
        case (_, _): return [:]
        }
    }

    static func code(_ code: CRTHIDCode?) -> TraceWords {
        switch code {
        case nil: TraceWords("a code that is not known", "未知错误码")
        case .undefinedCommand: TraceWords("the unit has no such command", "命令未定义")
        case .parameter: TraceWords("wrong parameter", "参数错误")
        case .data: TraceWords("wrong data in the packet", "命令数据错误")
        case .cannotExecute: TraceWords("it cannot be done", "命令无法执行")
        case .doorOpen: TraceWords("the maintenance door is open", "维护门已打开")
        case .supplyLow: TraceWords("supply below 20 V", "电源电压低于 20V")
        case .supplyHigh: TraceWords("supply above 28 V", "电源电压高于 28V")
        case .notInitialised:
            TraceWords("not initialised since the supply came back", "电源恢复后未初始化")
        case .memory: TraceWords("fault of the unit's memory", "模块 FRAM 错误")
        case .slotSensor: TraceWords("sensor fault", "仓位传感器错误")
        case .liftJam: TraceWords("the lift is jammed", "升降机构阻塞")
        case .feedJam: TraceWords("card jam while feeding", "进卡阻塞")
        case .feedTimedOut: TraceWords("no card came", "等待进卡超时")
        case .pulledInFeed: TraceWords("a hand pulled the card", "卡被拔走")
        case .ejectJam: TraceWords("card jam while ejecting", "退卡堵塞")
        case .motorPosition: TraceWords("a motor does not reach its place", "电机定位堵塞")
        case .slotNotAligned: TraceWords("the place for cards is not in line", "仓位未对准卡口")
        case .slotOccupied: TraceWords("the place for the card holds one", "目标仓位有卡")
        case .slotEmpty: TraceWords("there is no card", "目标仓位无卡")
        case .cardNotSaved: TraceWords("the card's record was not saved", "卡片信息未保存")
        case .hopperEmpty: TraceWords("the cassette is empty", "卡箱空")
        }
    }
}
