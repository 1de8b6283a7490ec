internal import DeviceProtocols

/// A line with a TTCE unit at its end: packets, controls with the unit's address, and what is neither.
struct TTCEStory: FamilyStory {
    private var toUnit: TTCEAccumulator
    private var toHost: TTCEAccumulator
    /// The command that waits for its ENQ, or for its answer.
    private var asked: TTCECommand?

    init(address: TTCEAddress) {
        toUnit = TTCEAccumulator(address: address)
        toHost = TTCEAccumulator(address: address)
    }

    /// The unit for which bytes that go out are a whole command, or nil.
    static func address(commandedBy bytes: [UInt8]) -> TTCEAddress? {
        guard bytes.count > 2, bytes[0] == TTCEFrame.start else { return nil }
        return (UInt8(0)...15).compactMap { TTCEAddress($0) }
            .first { address in
                guard Array(bytes[1...2]) == address.digits else { return false }
                var line = TTCEAccumulator(address: address)
                return line.receive(bytes).contains { event in
                    if case .frame = event { true } else { false }
                }
            }
    }

    mutating func sent(_ bytes: [UInt8]) -> [TraceNote] {
        toUnit.receive(bytes).map { event in
            guard case .frame(let frame) = event else { return Self.note(event) }
            let command = TTCECommand(frame)
            asked = command
            return TraceNote(
                .dispenser,
                TraceWords(same: "\(command) ") + TTCEWords.name(of: command),
                fields: ["command": "\(command)"])
        }
    }

    mutating func received(_ bytes: [UInt8]) -> [TraceNote] {
        toHost.receive(bytes).map { event in
            guard case .frame(let frame) = event else { return Self.note(event) }
            return answer(frame)
        }
    }

    private func answer(_ frame: TTCEFrame) -> TraceNote {
        guard let asked, let reply = try? TTCEReply(frame, to: asked) else {
            return TraceNote(
                .dispenser, TraceWords("not to the last command", "不是对上一命令的应答"), isAlarm: true)
        }
        let head = TraceWords(same: "\(asked) ")
        switch reply {
        case .state(let nibbles):
            let status = TTCEStatus(nibbles)
            return TraceNote(
                .dispenser, head + TTCEWords.state(status), isAlarm: TTCEWords.isAlarm(status),
                fields: ["answer": "\(asked)", "state": IdentityText.read(nibbles)])
        case .version(let text):
            let name = IdentityText.read(text)
            return TraceNote(
                .dispenser, head + "“\(name)”", fields: ["answer": "\(asked)", "text": name])
        case .positive(let data):
            let words = TraceWords(
                "done, \(data.count) bytes of data", "完成，数据 \(data.count) 字节")
            return TraceNote(.dispenser, head + words, fields: ["answer": "\(asked)"])
        case .negative(let code):
            let hex = TraceHex.of([code])
            return TraceNote(
                .dispenser, head + TraceWords("refused, code \(hex)", "拒绝，错误码 \(hex)"),
                isAlarm: true, fields: ["answer": "\(asked)", "code": hex])
        }
    }

    /// Everything but packets.
    private static func note(_ event: TTCEEvent) -> TraceNote {
        switch event {
        // Both directions have their own words for it.
        case .frame: TraceNote(.dispenser, TraceWords("a packet", "报文"))
        case .control(.acknowledge):
            TraceNote(.dispenser, TraceWords("ACK", "ACK 确认"), fields: ["control": "06"])
        case .control(.refuse):
            TraceNote(
                .dispenser, TraceWords("NAK: the packet arrived damaged", "NAK：报文有误"),
                isAlarm: true, fields: ["control": "15"])
        case .control(.execute):
            TraceNote(.dispenser, TraceWords("ENQ: do it", "ENQ：执行"), fields: ["control": "05"])
        case .control(.cancel):
            TraceNote(
                .dispenser, TraceWords("EOT: forget the command", "EOT：取消命令"),
                fields: ["control": "04"])
        case .damaged(let damage):
            TraceNote(
                .dispenser, TraceWords("a damaged packet: ", "报文损坏：") + words(damage),
                isAlarm: true, fields: ["damage": "\(damage)"])
        case .noise(let count):
            TraceNote(
                .dispenser,
                TraceWords("\(count) bytes outside of packets", "\(count) 个报文以外的字节"),
                fields: ["noiseBytes": "\(count)"])
        }
    }

    private static func words(_ damage: TTCEDamage) -> TraceWords {
        switch damage {
        case .otherAddress: TraceWords("another unit's address", "地址不符")
        case .length: TraceWords("an impossible length", "长度非法")
        case .noEnd: TraceWords("no 03 at its end", "结尾不是 03")
        case .check: TraceWords("its check does not fit", "校验错误")
        case .incomplete: TraceWords("its rest is missing", "不完整")
        }
    }
}
