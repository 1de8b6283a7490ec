import CampusCard
import DeviceProtocols

/// The packets of the TTCE K720 family in words (devices.md §4).
struct TTCETraffic: TrafficInterpreter {
    /// Bytes of a packet that are shown: those of every packet without much data.
    private static let shown = 16

    private var toDevice: TTCEAccumulator
    private var toHost: TTCEAccumulator

    /// Precondition: the address is 0…15.
    init(address: UInt8) {
        guard let address = TTCEAddress(address) else {
            preconditionFailure("a unit has four address switches")
        }
        toDevice = TTCEAccumulator(address: address)
        toHost = TTCEAccumulator(address: address)
    }

    mutating func hear(_ bytes: [UInt8], toDevice isToDevice: Bool) -> [HeardMessage] {
        let events = isToDevice ? toDevice.receive(bytes) : toHost.receive(bytes)
        return events.compactMap { event in
            switch event {
            case .control(.acknowledge), .noise: nil
            case .control(.refuse):
                HeardMessage(words: TrafficWords("请求重发", "say again", alarm: true), bytes: "15")
            case .control(.execute):
                HeardMessage(words: TrafficWords("执行", "do it (ENQ)"), bytes: "05")
            case .control(.cancel):
                HeardMessage(words: TrafficWords("取消", "forget it (EOT)"), bytes: "04")
            case .frame(let frame):
                HeardMessage(
                    words: isToDevice ? Self.command(frame) : Self.answer(frame),
                    bytes: frame.bytes.prefix(Self.shown).hex)
            case .damaged(let damage):
                HeardMessage(
                    words: TrafficWords("报文损坏", "damaged packet (\(damage))", alarm: true),
                    bytes: "")
            }
        }
    }

    private static func command(_ frame: TTCEFrame) -> TrafficWords {
        let name = TTCECommand(frame).description
        return switch name {
        case "GV": TrafficWords("固件版本", "firmware version")
        case "AP": TrafficWords("查询状态", "state")
        case "CP": TrafficWords("回收卡", "capture the card")
        case "FC7": TrafficWords("卡到读卡位", "card to the read position")
        case "FC4": TrafficWords("卡到出口", "card to the mouth")
        case _: TrafficWords("命令 \(name)", "command \(name)")
        }
    }

    private static func answer(_ frame: TTCEFrame) -> TrafficWords {
        if let reply = try? TTCEReply(frame, to: .fullState), case .state(let nibbles) = reply {
            return words(TTCEStatus(nibbles))
        }
        if let reply = try? TTCEReply(frame, to: .version), case .version = reply {
            return TrafficWords("固件版本", "firmware version")
        }
        return TrafficWords("其他应答", "another answer")
    }

    private static func words(_ status: TTCEStatus) -> TrafficWords {
        guard let flags = status.flags else {
            return TrafficWords("状态不可读", "state unreadable", alarm: true)
        }
        let words = names.filter { flags.contains($0.flag) }
        let isAlarm = words.contains(where: \.isAlarm)
        if words.isEmpty { return TrafficWords("状态：空闲，无卡", "state: idle, no card") }
        return TrafficWords(
            "状态：" + words.map(\.zh).joined(separator: "，"),
            "state: " + words.map(\.en).joined(separator: ", "), alarm: isAlarm)
    }

    private static let names: [(flag: TTCEFlags, zh: String, en: String, isAlarm: Bool)] = [
        (.binFull, "回收箱满", "bin full", true), (.notExecuted, "未执行", "not executed", true),
        (.preparingFailed, "备卡失败", "staging failed", true),
        (.preparing, "备卡中", "staging", false), (.dispensing, "发卡中", "dispensing", false),
        (.collecting, "回收中", "collecting", false),
        (.dispenseError, "发卡出错", "dispense error", true),
        (.recycleError, "回收出错", "recycle error", true), (.overlap, "重叠", "overlap", true),
        (.jam, "卡塞", "jam", true), (.empty, "卡箱空", "empty", false),
        (.few, "卡不多", "few cards", false), (.thirdSensor, "传感器3", "sensor 3", false),
        (.secondSensor, "传感器2", "sensor 2", false), (.firstSensor, "传感器1", "sensor 1", false),
    ]
}
