import CampusCard
import DeviceProtocols

/// The reports of CREATOR's units with CRC-16 in words (devices.md §3).
struct CRTHIDTraffic: TrafficInterpreter {
    /// Bytes of a packet that are shown: those of every packet without much data.
    private static let shown = 16

    private var toDevice = CRTHIDAssembler()
    private var toHost = CRTHIDAssembler()

    mutating func hear(_ bytes: [UInt8], toDevice isToDevice: Bool) -> [HeardMessage] {
        let events = isToDevice ? toDevice.receive(bytes) : toHost.receive(bytes)
        return events.compactMap { event in
            switch event {
            case .control(.acknowledge), .stray: nil
            case .control(.refuse):
                HeardMessage(words: TrafficWords("报文被拒", "refused (NAK)", alarm: true), bytes: "15")
            case .control(.cancel):
                HeardMessage(words: TrafficWords("取消", "stop (DLE EOT)"), bytes: "10 04")
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

    private static func command(_ frame: CRTHIDFrame) -> TrafficWords {
        guard let command = CRTHIDCommand(frame) else {
            return TrafficWords("看不懂", "not a command", alarm: true)
        }
        return name(command.command, command.parameter)
    }

    private static func answer(_ frame: CRTHIDFrame) -> TrafficWords {
        let command = CRTHIDCommand(frame.text[1], frame.text[2])
        let name = name(command.command, command.parameter)
        guard let reply = try? CRTHIDReply(frame, to: command) else {
            return TrafficWords("看不懂", "not an answer", alarm: true)
        }
        switch reply {
        case .positive(let status, _):
            let card: (zh: String, en: String) =
                switch status.card {
                case .some(.none): ("无卡", "no card")
                case .atEntry: ("卡在出口", "card at exit")
                case .inside: ("卡在读卡位", "card at reader")
                case nil: ("卡位不明", "card unknown")
                }
            return TrafficWords("\(name.zh)：\(card.zh)", "\(name.en): \(card.en)")
        case .negative(let refusal, _):
            let meaning = refusal.code.map { "\($0)" } ?? "?"
            return TrafficWords(
                "\(name.zh)：拒绝 \(refusal)", "\(name.en): refused \(refusal) (\(meaning))",
                alarm: true)
        }
    }

    private static func name(_ command: UInt8, _ parameter: UInt8) -> TrafficWords {
        switch (command, parameter) {
        case (0x30, 0x31): TrafficWords("初始化并退卡", "initialise, eject")
        case (0x30, 0x32): TrafficWords("初始化并存卡", "initialise, store")
        case (0x30, _): TrafficWords("初始化", "initialise")
        case (0x31, 0x41): TrafficWords("查询传感器", "sensors")
        case (0x31, _): TrafficWords("查询状态", "status")
        case (0x32, _): TrafficWords("发卡", "feed a card")
        case (0xA1, _): TrafficWords("读计数", "counters")
        case (0xA2, _): TrafficWords("序列号", "serial number")
        case (0xA4, _): TrafficWords("固件版本", "firmware version")
        case (_, _):
            TrafficWords(
                "命令 \([command, parameter].hex)", "command \([command, parameter].hex)")
        }
    }
}
