import CampusCard
import DeviceProtocols

/// The frames of the CRT-591 family in words (devices.md §2.4 and §2.5).
struct DispenserTraffic: TrafficInterpreter {
    /// Bytes of a frame that are shown: those of every frame without much data.
    private static let shown = 16

    private var toDevice = CRT591Accumulator(address: 0)
    private var toHost = CRT591Accumulator(address: 0)

    mutating func hear(_ bytes: [UInt8], toDevice isToDevice: Bool) -> [HeardMessage] {
        let events = isToDevice ? toDevice.receive(bytes) : toHost.receive(bytes)
        return events.compactMap { event in
            switch event {
            case .control(.acknowledge): nil
            case .control(.refuse):
                HeardMessage(words: TrafficWords("请求重发", "say again", alarm: true), bytes: "15")
            case .control(.clear):
                HeardMessage(words: TrafficWords("清除线路", "clear the line"), bytes: "04")
            case .frame(let frame): Self.message(frame)
            case .damaged(let damage):
                HeardMessage(
                    words: TrafficWords("报文损坏", "damaged frame (\(damage))", alarm: true), bytes: ""
                )
            case .noise: nil
            }
        }
    }

    private static func message(_ frame: CRT591Frame) -> HeardMessage {
        let bytes = frame.bytes.prefix(shown).hex
        if let command = CRT591Command(frame) {
            return HeardMessage(words: name(command.command, command.parameter), bytes: bytes)
        }
        let text = frame.text
        let name = name(text[1], text[2])
        let command = CRT591Command(text[1], text[2])
        guard let reply = try? CRT591Reply(frame, to: command) else {
            return HeardMessage(
                words: TrafficWords("看不懂", "not an answer", alarm: true), bytes: bytes)
        }
        switch reply {
        case .positive(let status, _):
            let (zh, en) = words(status)
            return HeardMessage(
                words: TrafficWords("\(name.zh)：\(zh)", "\(name.en): \(en)"), bytes: bytes)
        case .negative(let refusal, _):
            let meaning = refusal.code.map { "\($0)" } ?? "?"
            return HeardMessage(
                words: TrafficWords(
                    "\(name.zh)：拒绝 \(refusal)", "\(name.en): refused \(refusal) (\(meaning))",
                    alarm: true),
                bytes: bytes)
        }
    }

    private static func name(_ command: UInt8, _ parameter: UInt8) -> TrafficWords {
        switch (command, parameter) {
        case (0x30, _): TrafficWords("初始化", "initialise")
        case (0x31, 0x30): TrafficWords("查询状态", "status")
        case (0x31, 0x31): TrafficWords("查询传感器", "sensors")
        case (0x32, _): TrafficWords("移动卡 \(hex(parameter))", "move \(hex(parameter))")
        case (0x33, _): TrafficWords("进卡口设置", "card entry")
        case (0x60, _): TrafficWords("射频 \(hex(parameter))", "radio \(hex(parameter))")
        case (0xA2, _): TrafficWords("序列号", "serial number")
        case (0xA3, _): TrafficWords("配置", "configuration")
        case (0xA4, _): TrafficWords("固件版本", "firmware version")
        case (0xA5, 0x30): TrafficWords("读回收计数", "read bin counter")
        case (0xA5, 0x31): TrafficWords("设回收计数", "set bin counter")
        case (_, _):
            TrafficWords("命令 \(hex(command, parameter))", "command \(hex(command, parameter))")
        }
    }

    private static func words(_ status: CRT591Status) -> (zh: String, en: String) {
        let card: (String, String) =
            switch status.card {
            case .some(.none): ("无卡", "no card")
            case .atGate: ("卡在出口", "card at exit")
            case .atReader: ("卡在读卡位", "card at reader")
            case nil: ("卡位不明", "card unknown")
            }
        let stacker: (String, String) =
            switch status.stacker {
            case .empty: ("卡箱空", "hopper empty")
            case .few: ("卡不多", "few cards")
            case .enough: ("卡足", "enough cards")
            case nil: ("卡量不明", "level unknown")
            }
        return ("\(card.0)，\(stacker.0)", "\(card.1), \(stacker.1)")
    }

    private static func hex(_ bytes: UInt8...) -> String { bytes.hex }
}
