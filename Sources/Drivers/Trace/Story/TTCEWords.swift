internal import DeviceProtocols

/// Commands and states of the TTCE K720 family in words (devices.md §4.2).
enum TTCEWords {
    static func name(of command: TTCECommand) -> TraceWords {
        switch command {
        case .version: TraceWords("firmware version", "读固件版本")
        case .fullState: TraceWords("state", "查询状态")
        case .shortState: TraceWords("short state", "查询简要状态")
        case .reset: TraceWords("reset", "复位")
        case .capture: TraceWords("card to the bin", "回收卡")
        case .dispense: TraceWords("feed a card to the mouth", "发卡到出口")
        case .returnToHopper: TraceWords("card back to the hopper", "卡退回卡箱")
        case .toReadPosition: TraceWords("card to the read position", "卡送到读卡位")
        case .toSecondSensor: TraceWords("card to the second sensor", "卡送到传感器 2")
        case .toMouth: TraceWords("card to the mouth, held", "卡送到出口并夹持")
        case .outOfMouth: TraceWords("card out of the mouth", "卡弹出")
        case .takeIn: TraceWords("take a card in", "前端进卡")
        case .ledOff: TraceWords("lamp off", "关灯")
        default:
            command.description.hasPrefix("command ")
                ? TraceWords("to the radio module", "射频模块命令")
                : TraceWords("a command that is not known", "未知命令")
        }
    }

    static func state(_ status: TTCEStatus) -> TraceWords {
        guard let flags = status.flags else { return TraceWords("state unreadable", "状态无法解读") }
        let words = table.filter { flags.contains($0.flag) }.map(\.words)
        return words.isEmpty ? TraceWords("idle, no card", "空闲，无卡") : .list(words)
    }

    static func isAlarm(_ status: TTCEStatus) -> Bool {
        guard let flags = status.flags else { return true }
        return table.contains { $0.isAlarm && flags.contains($0.flag) }
    }

    private static let table: [(flag: TTCEFlags, words: TraceWords, isAlarm: Bool)] = [
        (.dispensing, TraceWords("dispensing", "发卡中"), false),
        (.collecting, TraceWords("collecting", "回收中"), false),
        (.preparing, TraceWords("staging, or hopper nearly full", "备卡中，或卡箱将满"), false),
        (.firstSensor, TraceWords("sensor 1", "传感器 1"), false),
        (.secondSensor, TraceWords("sensor 2", "传感器 2"), false),
        (.thirdSensor, TraceWords("sensor 3", "传感器 3"), false),
        (.jam, TraceWords("card jam", "卡堵塞"), true),
        (.overlap, TraceWords("cards overlap", "卡重叠"), true),
        (.notExecuted, TraceWords("not executed", "命令未执行"), true),
        (.dispenseError, TraceWords("dispense error", "发卡出错"), true),
        (.recycleError, TraceWords("recycle error", "回收出错"), true),
        (.preparingFailed, TraceWords("staging failed", "备卡失败"), true),
        (.binFull, TraceWords("bin full", "回收箱满"), true),
        (.empty, TraceWords("hopper empty", "卡箱空"), false),
        (.few, TraceWords("few cards left", "卡将用完"), false),
        (.hopperFull, TraceWords("hopper full", "卡箱满"), false),
    ]
}
