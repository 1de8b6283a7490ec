internal import DeviceProtocols

/// Reports of CREATOR's units: packets with CRC-16, controls, and what is neither.
struct CRTHIDStory: FamilyStory {
    private var toUnit = CRTHIDAssembler()
    private var toHost = CRTHIDAssembler()
    /// The command that the unit has to answer.
    private var asked: CRTHIDCommand?

    /// Whether a report that goes out holds a whole command of this family.
    static func isCommand(_ report: [UInt8]) -> Bool {
        var input = CRTHIDAssembler()
        return input.receive(report).contains { event in
            if case .frame(let frame) = event { CRTHIDCommand(frame) != nil } else { false }
        }
    }

    mutating func sent(_ bytes: [UInt8]) -> [TraceNote] {
        toUnit.receive(bytes).compactMap { event in
            guard case .frame(let frame) = event else { return Self.note(event) }
            return command(frame)
        }
    }

    mutating func received(_ bytes: [UInt8]) -> [TraceNote] {
        toHost.receive(bytes).compactMap { event in
            guard case .frame(let frame) = event else { return Self.note(event) }
            return answer(frame)
        }
    }

    private mutating func command(_ frame: CRTHIDFrame) -> TraceNote {
        guard let command = CRTHIDCommand(frame) else {
            return TraceNote(
                .dispenser, TraceWords("a packet that is no command", "不是命令的报文"), isAlarm: true)
        }
        asked = command
        let name = TraceHex.of([command.command, command.parameter])
        return TraceNote(
            .dispenser, TraceWords(same: name + " ") + CRTHIDWords.name(of: command),
            fields: ["command": name, "dataBytes": "\(command.data.count)"])
    }

    private func answer(_ frame: CRTHIDFrame) -> TraceNote {
        let command = CRTHIDCommand(frame.text[1], frame.text[2])
        let name = TraceHex.of([command.command, command.parameter])
        guard let reply = try? CRTHIDReply(frame, to: command) else {
            return TraceNote(
                .dispenser, TraceWords("a packet that is no answer", "不是应答的报文"), isAlarm: true)
        }
        let isStray =
            asked.map { ($0.command, $0.parameter) != (command.command, command.parameter) } ?? true
        let stray = TraceWords("not to the last command, ", "不是对上一命令的应答，")
        let head = TraceWords(same: name + " ") + (isStray ? stray : TraceWords(same: ""))
        switch reply {
        case .positive(let status, let data):
            let words = [CRTHIDWords.status(status)] + CRTHIDWords.data(data, of: command)
            return TraceNote(
                .dispenser, head + TraceWords("done: ", "完成：") + .list(words), isAlarm: isStray,
                fields: ["answer": name, "status": TraceHex.of(status.raw)].merging(
                    CRTHIDWords.fields(data, of: command)
                ) { first, _ in first })
        case .negative(let refusal, _):
            let words = head + TraceWords("refused, code ", "拒绝，错误码 ") + "\(refusal)"
            return TraceNote(
                .dispenser, words.then(CRTHIDWords.code(refusal.code)), isAlarm: true,
                fields: ["answer": name, "code": "\(refusal)"])
        }
    }

    /// Everything but packets. An empty report means nothing.
    private static func note(_ event: CRTHIDEvent) -> TraceNote? {
        switch event {
        case .frame: nil
        case .control(.acknowledge):
            TraceNote(.dispenser, TraceWords("ACK", "ACK 确认"), fields: ["control": "06"])
        case .control(.refuse):
            TraceNote(
                .dispenser, TraceWords("NAK: the packet is refused", "NAK：报文被拒"), isAlarm: true,
                fields: ["control": "15"])
        case .control(.cancel):
            TraceNote(
                .dispenser, TraceWords("DLE EOT: stop", "DLE EOT：停止"), isAlarm: true,
                fields: ["control": "10 04"])
        case .damaged(let damage):
            TraceNote(
                .dispenser, TraceWords("a damaged packet: ", "报文损坏：") + words(damage),
                isAlarm: true, fields: ["damage": "\(damage)"])
        case .stray:
            TraceNote(
                .dispenser, TraceWords("a report outside of packets", "报文以外的报告"),
                fields: ["noise": "report"])
        }
    }

    private static func words(_ damage: CRTHIDDamage) -> TraceWords {
        switch damage {
        case .length: TraceWords("an impossible length", "长度非法")
        case .check: TraceWords("its CRC does not fit", "CRC 错误")
        case .incomplete: TraceWords("its rest is missing", "不完整")
        }
    }
}
