internal import DeviceProtocols

/// Blocks of T=1 and TPDUs of T=0 in words, by as much of them as a trace has (ISO/IEC 7816-3, 10.3 and 11.3).
enum CardBlockWords {
    /// - Parameters:
    ///   - shown: what may be told of it, from its first byte on.
    ///   - hidden: bytes behind it.
    ///   - spoken: nil when the trace does not tell which protocol it is.
    static func outgoing(
        _ shown: [UInt8], _ hidden: Int, _ spoken: CardProtocol?
    ) -> TraceNote {
        var words: [TraceWords]
        switch spoken {
        // No class and no address: a selection of protocol and speed (9.2).
        case .t0 where shown.first == 0xFF, .t1 where shown.first == 0xFF:
            words = [TraceWords("PPS: protocol and speed", "PPS：协议与速率选择")]
        case .t1 where shown.count >= 3: words = [block(shown[1], Int(shown[2]))]
        case .t0 where shown.count >= 2:
            let code = TraceHex.of(shown.prefix(2))
            words = [TraceWords(same: "T=0 ") + APDUWords.name(shown[0], shown[1]) + " (\(code))"]
        case .t0, .t1, nil: words = [TraceWords("to the card", "发给卡")]
        }
        if hidden > 0 { words.append(CCIDWords.redacted(hidden)) }
        return TraceNote(.card, .list(words), fields: ["redactedBytes": "\(hidden)"])
    }

    private static func block(_ control: UInt8, _ length: Int) -> TraceWords {
        guard let kind = T1Block.kind(of: control) else {
            return TraceWords("T=1 block, not known", "T=1 未知块")
        }
        switch kind {
        case .information(let sequence, let more):
            return TraceWords(
                "T=1 I(\(sequence)), \(length) bytes", "T=1 I(\(sequence))，\(length) 字节")
                + (more ? TraceWords(", more follow", "，后续还有") : TraceWords(same: ""))
        case .ready(let sequence, .none):
            return TraceWords("T=1 R(\(sequence)): go on", "T=1 R(\(sequence))：请继续")
        case .ready(let sequence, .check), .ready(let sequence, .other):
            return TraceWords("T=1 R(\(sequence)): once more", "T=1 R(\(sequence))：请重发")
        case .request(let subject): return TraceWords("T=1 asks: ", "T=1 请求：") + name(subject)
        case .response(let subject): return TraceWords("T=1 grants: ", "T=1 应答：") + name(subject)
        }
    }

    private static func name(_ subject: T1Supervision) -> TraceWords {
        switch subject {
        case .resynchronise: TraceWords("begin anew", "重新同步")
        case .informationSize: TraceWords("size of blocks", "信息域长度")
        case .abort: TraceWords("give up", "中止")
        case .waitingTime: TraceWords("more time", "延长等待")
        }
    }
}
