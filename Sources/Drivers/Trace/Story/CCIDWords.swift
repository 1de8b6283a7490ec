internal import DeviceProtocols

/// CCID messages in words (CCID 1.1 §6, devices.md §6.2).
enum CCIDWords {
    static func name(of command: CCIDCommand) -> (code: String, words: TraceWords) {
        switch command {
        case .powerOn(let power):
            (
                "powerOn",
                TraceWords("IccPowerOn (\(power)): power the card", "IccPowerOn（\(power)）：卡上电")
            )
        case .powerOff: ("powerOff", TraceWords("IccPowerOff: the field off", "IccPowerOff：关闭射频场"))
        case .getSlotStatus:
            ("getSlotStatus", TraceWords("GetSlotStatus: is a card there?", "GetSlotStatus：是否有卡"))
        case .transferBlock(_, _, let chain):
            ("transferBlock", TraceWords("XfrBlock", "XfrBlock") + self.chain(chain))
        case .getParameters:
            (
                "getParameters",
                TraceWords("GetParameters: the card's protocol", "GetParameters：卡协议参数")
            )
        case .transferCharacters(_, _, let count):
            (
                "transferCharacters",
                TraceWords(
                    "XfrBlock, characters; \(count) are to come", "XfrBlock，字符级；期待 \(count) 字节")
            )
        case .setParameters(let number, let block):
            (
                "setParameters",
                TraceWords("SetParameters: T=\(number), ", "SetParameters：设为 T=\(number)，")
                    + TraceHex.of(block)
            )
        case .resetParameters:
            (
                "resetParameters",
                TraceWords("ResetParameters: back to the first ones", "ResetParameters：恢复默认参数")
            )
        case .escape: ("escape", TraceWords("Escape: a command of the maker's own", "Escape：厂商命令"))
        case .abort: ("abort", TraceWords("Abort", "Abort：中止"))
        }
    }

    private static func chain(_ chain: CCIDCommandChain) -> TraceWords {
        switch chain {
        case .whole: TraceWords(same: "")
        case .begins: TraceWords(", the first part", "，首段")
        case .continues: TraceWords(", a middle part", "，中段")
        case .ends: TraceWords(", the last part", "，末段")
        case .asksForMore: TraceWords(", asks for the answer's next part", "，请求应答续段")
        }
    }

    static func name(of kind: CCIDReplyKind) -> String {
        switch kind {
        case .dataBlock: "DataBlock"
        case .slotStatus: "SlotStatus"
        case .parameters: "Parameters"
        case .escape: "Escape"
        }
    }

    static func outcome(_ reply: CCIDReply) -> TraceWords {
        let card: TraceWords =
            switch reply.card {
            case .active: TraceWords("card powered", "卡已上电")
            case .inactive: TraceWords("card there, not powered", "有卡，未上电")
            case .absent: TraceWords("no card", "无卡")
            }
        switch reply.outcome {
        case .done: return .list([TraceWords("done", "完成"), card])
        case .failed(let error):
            let code = TraceWords("failed, error ", "失败，错误 ") + TraceHex.of([error.raw])
            return .list([code + " " + self.error(error), card])
        case .wantsTime(let multiplier):
            return TraceWords("wants \(multiplier) times more time", "请求延时，倍数 \(multiplier)")
        }
    }

    private static func error(_ error: CCIDError) -> TraceWords {
        switch error.code {
        case nil:
            (2...0x7F).contains(error.raw)
                ? TraceWords("byte \(error.raw) of the message is wrong", "报文第 \(error.raw) 字节有误")
                : TraceWords("not known", "未知")
        case .notSupported: TraceWords("message not supported", "不支持该报文")
        case .wrongLength: TraceWords("wrong length", "长度错误")
        case .wrongSlot: TraceWords("no such slot", "无此卡槽")
        case .cardShortCircuit: TraceWords("short circuit at the card", "卡短路")
        case .answerToResetTooLong: TraceWords("answer to reset too long", "复位应答过长")
        case .noDataExchanged: TraceWords("no data exchanged", "无数据交换")
        case .emvMessageTooLong: TraceWords("EMV message too long", "EMV 报文过长")
        case .emvProtocol: TraceWords("EMV protocol broken", "EMV 协议错误")
        case .cardErrorInT1: TraceWords("error of the card in T=1", "卡 T=1 错误")
        case .wrongAPDULength: TraceWords("wrong length of a command", "APDU 长度错误")
        case .slotBusy: TraceWords("slot busy", "卡槽忙")
        case .pinCancelled: TraceWords("PIN entry cancelled", "密码输入取消")
        case .pinTimedOut: TraceWords("PIN entry timed out", "密码输入超时")
        case .busyWithSequence: TraceWords("busy with an automatic sequence", "自动流程进行中")
        case .deactivatedProtocol: TraceWords("protocol not active", "协议未激活")
        case .procedureByteConflict: TraceWords("procedure byte conflict", "过程字节冲突")
        case .classNotSupported: TraceWords("class not supported", "CLA 不支持")
        case .protocolNotSupported: TraceWords("protocol not supported", "协议不支持")
        case .badCheckCharacter: TraceWords("answer to reset with a wrong check", "复位应答校验错误")
        case .badInitialCharacter: TraceWords("answer to reset begins wrongly", "复位应答首字符错误")
        case .hardware: TraceWords("hardware error", "硬件错误")
        case .overrun: TraceWords("bytes from the card were lost", "卡数据溢出")
        case .parity: TraceWords("parity error", "奇偶校验错误")
        case .cardMute: TraceWords("the card does not answer", "卡无应答")
        case .aborted: TraceWords("aborted", "已中止")
        }
    }

    static func place(slot: UInt8, sequence: UInt8) -> TraceWords {
        TraceWords(" [slot \(slot), sequence \(sequence)]", " [卡槽 \(slot)，序号 \(sequence)]")
    }

    static func redacted(_ count: Int) -> TraceWords {
        TraceWords("\(count) bytes redacted", "\(count) 字节已隐去")
    }

    static func changes(_ slots: [CCIDSlotChange]) -> TraceWords {
        let words = slots.enumerated().filter(\.element.hasChanged).map { index, slot in
            slot.isPresent
                ? TraceWords("a card came into slot \(index)", "卡槽 \(index) 放入卡")
                : TraceWords("the card left slot \(index)", "卡槽 \(index) 取走卡")
        }
        return words.isEmpty ? TraceWords("no slot has changed", "卡槽无变化") : .list(words)
    }

    static func noReply(_ fault: CCIDReplyFault) -> TraceNote {
        let words =
            switch fault {
            case .tooShort(let count):
                TraceWords("\(count) bytes: no message", "\(count) 字节：不是报文")
            case .kind(let byte):
                TraceWords(
                    "no message: type \(TraceHex.of([byte]))", "不是报文：类型 \(TraceHex.of([byte]))")
            case .length(let stated, let received):
                TraceWords(
                    "no message: it states \(stated) bytes of data and has \(received)",
                    "不是报文：声明 \(stated) 字节，实有 \(received) 字节")
            case .status(let byte):
                TraceWords(
                    "no message: status \(TraceHex.of([byte]))", "不是报文：状态 \(TraceHex.of([byte]))")
            }
        return TraceNote(.reader, words, isAlarm: true, fields: ["message": "unreadable"])
    }
}
