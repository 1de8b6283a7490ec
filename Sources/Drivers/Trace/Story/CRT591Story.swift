internal import DeviceProtocols

/// A line with a CRT-591 unit at its end: packets however they are cut, control bytes, and what is neither.
struct CRT591Story: FamilyStory {
    /// Reports are filled up with zeros, which mean nothing.
    private let isPadded: Bool
    private var address: UInt8 = 0
    private var toUnit = CRT591Accumulator(address: 0)
    private var toHost = CRT591Accumulator(address: 0)
    /// The command that the unit has to answer.
    private var asked: CRT591Command?

    init(isPadded: Bool) { self.isPadded = isPadded }

    /// Whether bytes that go out are a whole command of this family.
    static func isCommand(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 1 else { return false }
        var line = CRT591Accumulator(address: bytes[1])
        return line.receive(bytes).contains { event in
            if case .frame(let frame) = event { CRT591Command(frame) != nil } else { false }
        }
    }

    mutating func sent(_ bytes: [UInt8]) -> [TraceNote] {
        // Which unit is meant, a packet says itself.
        if !toUnit.isInsidePacket, bytes.count > 1, bytes[0] == CRT591Frame.start,
            bytes[1] != address
        {
            address = bytes[1]
            toUnit = CRT591Accumulator(address: address)
            toHost = CRT591Accumulator(address: address)
        }
        return toUnit.receive(bytes).compactMap { event in
            guard case .frame(let frame) = event else { return note(event, isSent: true) }
            return command(frame)
        }
    }

    mutating func received(_ bytes: [UInt8]) -> [TraceNote] {
        toHost.receive(bytes).compactMap { event in
            guard case .frame(let frame) = event else { return note(event, isSent: false) }
            return answer(frame)
        }
    }

    private mutating func command(_ frame: CRT591Frame) -> TraceNote {
        guard let command = CRT591Command(frame) else {
            return TraceNote(
                .dispenser, TraceWords("a packet that is no command", "不是命令的报文"), isAlarm: true)
        }
        asked = command
        let name = TraceHex.of([command.command, command.parameter])
        var words = TraceWords(same: name + " ") + CRT591Words.name(of: command)
        if !command.data.isEmpty { words = words + CRT591Words.hidden(command.data.count) }
        return TraceNote(
            .dispenser, words, fields: ["command": name, "dataBytes": "\(command.data.count)"])
    }

    private func answer(_ frame: CRT591Frame) -> TraceNote {
        let command = CRT591Command(frame.text[1], frame.text[2])
        let name = TraceHex.of([command.command, command.parameter])
        guard let reply = try? CRT591Reply(frame, to: command) else {
            return TraceNote(
                .dispenser, TraceWords("a packet that is no answer", "不是应答的报文"), isAlarm: true)
        }
        let isStray =
            asked.map { ($0.command, $0.parameter) != (command.command, command.parameter) } ?? true
        let stray = TraceWords("not to the last command, ", "不是对上一命令的应答，")
        let head = TraceWords(same: name + " ") + (isStray ? stray : TraceWords(same: ""))
        switch reply {
        case .positive(let status, let data):
            let raw = TraceHex.of(status.raw)
            let words = [CRT591Words.status(status)] + CRT591Words.data(data, of: command)
            return TraceNote(
                .dispenser, head + TraceWords("done: ", "完成：") + .list(words), isAlarm: isStray,
                fields: ["answer": name, "status": raw].merging(
                    CRT591Words.fields(data, of: command)
                ) { first, _ in first })
        case .negative(let refusal, _):
            let words =
                head + TraceWords("refused, code ", "拒绝，错误码 ") + "\(refusal)"
            return TraceNote(
                .dispenser, words.then(CRT591Words.code(refusal.code)), isAlarm: true,
                fields: ["answer": name, "code": "\(refusal)"])
        }
    }

    /// Everything but packets. Nil: zeros that fill up a report.
    private func note(_ event: CRT591Event, isSent: Bool) -> TraceNote? {
        switch event {
        case .frame: return nil
        case .control(.acknowledge):
            return TraceNote(.dispenser, TraceWords("ACK", "ACK 确认"), fields: ["control": "06"])
        case .control(.refuse):
            return TraceNote(
                .dispenser,
                isSent
                    ? TraceWords("NAK: send the answer again", "NAK：请重发应答")
                    : TraceWords("NAK: the packet arrived damaged", "NAK：报文有误"),
                isAlarm: true, fields: ["control": "15"])
        case .control(.clear):
            return TraceNote(
                .dispenser, TraceWords("EOT: clear the line", "EOT：清除线路"),
                fields: ["control": "04"])
        case .damaged(let damage):
            return TraceNote(
                .dispenser, TraceWords("a damaged packet: ", "报文损坏：") + Self.words(damage),
                isAlarm: true, fields: ["damage": "\(damage)"])
        case .noise where isPadded: return nil
        case .noise(let count):
            return TraceNote(
                .dispenser,
                TraceWords("\(count) bytes outside of packets", "\(count) 个报文以外的字节"),
                fields: ["noiseBytes": "\(count)"])
        }
    }

    private static func words(_ damage: CRT591Damage) -> TraceWords {
        switch damage {
        case .otherAddress: TraceWords("another unit's address", "地址不符")
        case .length: TraceWords("an impossible length", "长度非法")
        case .noEnd: TraceWords("no 03 at its end", "结尾不是 03")
        case .check: TraceWords("its check does not fit", "校验错误")
        case .incomplete: TraceWords("its rest is missing", "不完整")
        }
    }
}
