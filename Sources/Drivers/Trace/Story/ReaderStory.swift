internal import DeviceProtocols
internal import KioskPorts

/// What passes a card reader: CCID messages, and the commands and answers of cards in them, of which only names and status
/// words are told.
struct ReaderStory: Sendable {
    private let levels: CCIDLevels
    /// What the reader was asked last, by its sequence number.
    private var asked: (command: CCIDCommand, sequence: UInt8)?

    /// The card's protocol in each slot, as far as the trace tells.
    private var spoken: [UInt8: CardProtocol] = [:]

    init(_ levels: CCIDLevels) { self.levels = levels }

    mutating func sent(
        _ transfer: USBTransfer, _ kept: CardTrafficRedaction.Kept
    ) -> [TraceNote] {
        switch transfer {
        case .controlIn(let setup), .controlOut(let setup, _): return [Self.request(setup)]
        case .bulkIn, .interruptIn: return []
        case .bulkOut(let endpoint, let data), .interruptOut(let endpoint, let data):
            return message(data, levels[endpoint], kept)
        }
    }

    private static func request(_ setup: USBSetup) -> TraceNote {
        guard setup.requestType == CCIDAbortRequest.requestType,
            setup.request == CCIDAbortRequest.request
        else {
            let hex = TraceHex.of(setup.bytes)
            return TraceNote(
                .reader, TraceWords("request \(hex), not known", "未知请求 \(hex)"),
                fields: ["setup": hex])
        }
        return TraceNote(
            .reader,
            TraceWords(
                "abort what slot \(setup.value & 0xFF) does, sequence \(setup.value >> 8)",
                "中止卡槽 \(setup.value & 0xFF)，序号 \(setup.value >> 8)"),
            isAlarm: true, fields: ["message": "abortRequest"])
    }

    private mutating func message(
        _ bytes: [UInt8], _ level: CCIDExchangeLevel, _ kept: CardTrafficRedaction.Kept
    ) -> [TraceNote] {
        let parsed: (command: CCIDCommand, slot: UInt8, sequence: UInt8)
        do throws(CCIDCommandFault) {
            parsed = try CCIDCommand.parse(bytes, level: level)
        } catch {
            return [Self.noCommand(error)]
        }
        asked = (parsed.command, parsed.sequence)
        let name = CCIDWords.name(of: parsed.command)
        let place = CCIDWords.place(slot: parsed.slot, sequence: parsed.sequence)
        let note = TraceNote(
            .reader, name.words + place,
            fields: [
                "message": name.code, "slot": "\(parsed.slot)", "sequence": "\(parsed.sequence)",
            ])
        if case .setParameters(let number, _) = parsed.command {
            spoken[parsed.slot] = CardProtocol(rawValue: number)
        }
        let hidden = kept.hidden(of: bytes.count)
        if case .transferCharacters(let block, _, _) = parsed.command, !block.isEmpty {
            return [note, CardBlockWords.outgoing(Array(block.dropLast(hidden)), hidden, nil)]
        }
        guard case .transferBlock(let block, _, let chain) = parsed.command, !block.isEmpty else {
            return [note]
        }
        if level == .tpdu {
            let shown = Array(block.dropLast(hidden))
            return [note, CardBlockWords.outgoing(shown, hidden, spoken[parsed.slot])]
        }
        guard chain == .whole || chain == .begins else {
            let words = TraceWords("the command goes on, ", "命令续传，") + CCIDWords.redacted(hidden)
            return [note, TraceNote(.card, words, fields: ["redactedBytes": "\(hidden)"])]
        }
        return [note, APDUWords.command(Array(block.dropLast(hidden)), hidden)]
    }

    private static func noCommand(_ fault: CCIDCommandFault) -> TraceNote {
        let words =
            switch fault {
            case .tooShort(let count):
                TraceWords("\(count) bytes: no message", "\(count) 字节：不是报文")
            case .field(let offset):
                TraceWords("no message: its byte \(offset) is wrong", "不是报文：第 \(offset) 字节有误")
            }
        return TraceNote(.reader, words, isAlarm: true, fields: ["message": "unreadable"])
    }

    mutating func received(
        _ bytes: [UInt8], of transfer: USBTransfer, _ kept: CardTrafficRedaction.Kept
    ) -> [TraceNote] {
        switch transfer {
        case .controlIn, .controlOut, .bulkOut, .interruptOut: return []
        case .interruptIn: return bytes.isEmpty ? [] : [Self.notification(bytes)]
        case .bulkIn: return bytes.isEmpty ? [] : reply(bytes, kept)
        }
    }

    private static func notification(_ bytes: [UInt8]) -> TraceNote {
        switch CCIDNotification(bytes) {
        case nil:
            TraceNote(
                .reader, TraceWords("a message of the maker's own", "厂商自定义消息"),
                fields: ["message": "vendor"])
        case .slotChange(let slots):
            TraceNote(
                .reader, CCIDWords.changes(slots), fields: ["message": "slotChange"])
        case .hardwareError(let slot, let sequence, let code):
            TraceNote(
                .reader,
                TraceWords("hardware error ", "硬件故障 ") + TraceHex.of([code])
                    + CCIDWords.place(slot: slot, sequence: sequence),
                isAlarm: true, fields: ["message": "hardwareError"])
        }
    }

    /// What reader and card agreed on: the first protocol of the answer to reset, until the reader says another.
    private mutating func learn(_ reply: CCIDReply) {
        guard reply.outcome == .done, reply.sequence == asked?.sequence else { return }
        switch asked?.command {
        case .powerOn:
            let offered = (try? AnswerToReset(reply.data))?.offered.first
            spoken[reply.slot] = offered.flatMap(CardProtocol.init)
        case .getParameters: spoken[reply.slot] = CardProtocol(rawValue: reply.specific)
        case .powerOff: spoken[reply.slot] = nil
        case .getSlotStatus, .transferBlock, .transferCharacters, .setParameters,
            .resetParameters, .escape, .abort, nil:
            break
        }
    }

    private mutating func reply(_ bytes: [UInt8], _ kept: CardTrafficRedaction.Kept) -> [TraceNote]
    {
        let reply: CCIDReply
        do throws(CCIDReplyFault) {
            reply = try CCIDReply(parsing: bytes)
        } catch {
            return [CCIDWords.noReply(error)]
        }
        learn(reply)
        let isStray = asked?.sequence != reply.sequence
        var words = TraceWords(same: "\(CCIDWords.name(of: reply.kind)): ")
        words = words + CCIDWords.outcome(reply)
        if isStray {
            words = words + TraceWords(", not to the last message", "，不是对上一报文的应答")
        }
        let isFailed = if case .failed = reply.outcome { true } else { false }
        var fields = [
            "message": "\(reply.kind)", "slot": "\(reply.slot)", "sequence": "\(reply.sequence)",
            "card": "\(reply.card)",
        ]
        if case .failed(let error) = reply.outcome { fields["error"] = TraceHex.of([error.raw]) }
        let note = TraceNote(
            .reader, words + CCIDWords.place(slot: reply.slot, sequence: reply.sequence),
            isAlarm: isStray || isFailed, fields: fields)
        return [note] + content(reply, hidden: kept.hidden(of: bytes.count))
    }

    private func content(_ reply: CCIDReply, hidden: Int) -> [TraceNote] {
        guard !reply.data.isEmpty, reply.kind == .dataBlock else {
            guard hidden > 0 else { return [] }
            return [
                TraceNote(
                    .reader, CCIDWords.redacted(hidden), fields: ["redactedBytes": "\(hidden)"])
            ]
        }
        if case .powerOn? = asked?.command, reply.sequence == asked?.sequence {
            let hex = TraceHex.of(reply.data)
            return [
                TraceNote(
                    .card, TraceWords("answer to reset \(hex)", "复位应答 \(hex)"),
                    fields: ["answerToReset": hex])
            ]
        }
        guard reply.chain == .whole || reply.chain == .ends, reply.data.count >= 2,
            hidden < reply.data.count
        else {
            let words = TraceWords("a part of an answer, ", "应答的一部分，") + CCIDWords.redacted(hidden)
            return [TraceNote(.card, words, fields: ["redactedBytes": "\(hidden)"])]
        }
        return [APDUWords.answer(reply.data, hidden)]
    }
}
