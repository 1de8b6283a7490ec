/// Commands to cards and their status words, by name (ISO/IEC 7816-4, DESFire, FMCOS, PC/SC part 3). Data is never told,
/// unless the redaction knows it as harmless.
enum APDUWords {
    /// - Parameters:
    ///   - shown: what may be told of a command, from its first byte on.
    ///   - hidden: bytes behind it.
    static func command(_ shown: [UInt8], _ hidden: Int) -> TraceNote {
        guard shown.count >= 5, shown[0...4].contains(where: { $0 != 0 }) else {
            return TraceNote(
                .card,
                TraceWords("a command, ", "卡命令，") + CCIDWords.redacted(hidden + shown.count),
                fields: ["redactedBytes": "\(hidden + shown.count)"])
        }
        let code = TraceHex.of(shown.prefix(2))
        var words = [name(shown[0], shown[1]) + " (\(code))"]
        let data = shown.dropFirst(5).dropLast()
        if hidden == 0, !data.isEmpty { words.append(TraceWords(same: TraceHex.of(data))) }
        if hidden > 0 { words.append(CCIDWords.redacted(hidden)) }
        return TraceNote(
            .card, .list(words),
            fields: ["apdu": TraceHex.of(shown.prefix(4)), "redactedBytes": "\(hidden)"])
    }

    /// - Parameter data: an answer that ends in its status word.
    static func answer(_ data: [UInt8], _ hidden: Int) -> TraceNote {
        let word = UInt16(data[data.count - 2]) << 8 | UInt16(data[data.count - 1])
        let hex = TraceHex.of(data.suffix(2))
        let (meaning, isAlarm) = status(word)
        var words = [TraceWords("status \(hex)", "状态 \(hex)").then(meaning)]
        if hidden > 0 { words.append(CCIDWords.redacted(hidden)) }
        let shown = data.dropLast(2)
        if hidden == 0, !shown.isEmpty { words.append(TraceWords(same: TraceHex.of(shown))) }
        return TraceNote(
            .card, .list(words), isAlarm: isAlarm,
            fields: ["statusWord": hex, "redactedBytes": "\(hidden)"])
    }

    static func name(_ cla: UInt8, _ ins: UInt8) -> TraceWords {
        let table =
            switch cla {
            case 0x90: desfire
            case 0xFF: reader
            case 0x80, 0x84: fmcos.merging(interindustry) { own, _ in own }
            default: interindustry
            }
        return table[ins] ?? TraceWords("a command that is not known", "未知命令")
    }

    private static let desfire: [UInt8: TraceWords] = [
        0x0A: TraceWords("Authenticate", "认证"), 0x1A: TraceWords("AuthenticateISO", "ISO 认证"),
        0xAA: TraceWords("AuthenticateAES", "AES 认证"),
        0x71: TraceWords("AuthenticateEV2First", "EV2 首次认证"),
        0x77: TraceWords("AuthenticateEV2NonFirst", "EV2 再次认证"),
        0xAF: TraceWords("AdditionalFrame", "续帧"), 0x60: TraceWords("GetVersion", "读版本"),
        0x5A: TraceWords("SelectApplication", "选择应用"),
        0xCA: TraceWords("CreateApplication", "创建应用"),
        0xDA: TraceWords("DeleteApplication", "删除应用"),
        0x6A: TraceWords("GetApplicationIDs", "列出应用"),
        0x6F: TraceWords("GetFileIDs", "列出文件"), 0xF5: TraceWords("GetFileSettings", "读文件设置"),
        0x5F: TraceWords("ChangeFileSettings", "改文件设置"),
        0xCD: TraceWords("CreateStdDataFile", "创建标准文件"),
        0xCB: TraceWords("CreateBackupDataFile", "创建备份文件"),
        0xCC: TraceWords("CreateValueFile", "创建值文件"),
        0xC0: TraceWords("CreateCyclicRecordFile", "创建循环记录文件"),
        0xC1: TraceWords("CreateLinearRecordFile", "创建线性记录文件"),
        0xDF: TraceWords("DeleteFile", "删除文件"), 0xBD: TraceWords("ReadData", "读数据"),
        0xAD: TraceWords("ReadData", "读数据"), 0x3D: TraceWords("WriteData", "写数据"),
        0x8D: TraceWords("WriteData", "写数据"), 0x6C: TraceWords("GetValue", "读值"),
        0x0C: TraceWords("Credit", "增值"), 0xDC: TraceWords("Debit", "减值"),
        0x3B: TraceWords("WriteRecord", "写记录"), 0xBB: TraceWords("ReadRecords", "读记录"),
        0xC7: TraceWords("CommitTransaction", "提交事务"),
        0xA7: TraceWords("AbortTransaction", "放弃事务"), 0xC4: TraceWords("ChangeKey", "更改密钥"),
        0xC6: TraceWords("ChangeKeyEV2", "更改密钥（EV2）"),
        0x64: TraceWords("GetKeyVersion", "读密钥版本"),
        0x45: TraceWords("GetKeySettings", "读密钥设置"),
        0x54: TraceWords("ChangeKeySettings", "改密钥设置"),
        0x5C: TraceWords("SetConfiguration", "设置卡配置"), 0x51: TraceWords("GetCardUID", "读卡号"),
        0x3C: TraceWords("ReadSignature", "读签名"), 0x6E: TraceWords("FreeMemory", "读剩余空间"),
        0xFC: TraceWords("FormatPICC", "格式化"),
    ]

    private static let interindustry: [UInt8: TraceWords] = [
        0xA4: TraceWords("SELECT", "选择文件"), 0xB0: TraceWords("READ BINARY", "读二进制"),
        0xD6: TraceWords("UPDATE BINARY", "写二进制"), 0xB2: TraceWords("READ RECORD", "读记录"),
        0xDC: TraceWords("UPDATE RECORD", "改记录"), 0xE2: TraceWords("APPEND RECORD", "追加记录"),
        0x84: TraceWords("GET CHALLENGE", "取随机数"),
        0x82: TraceWords("EXTERNAL AUTHENTICATE", "外部认证"),
        0x88: TraceWords("INTERNAL AUTHENTICATE", "内部认证"),
        0x20: TraceWords("VERIFY", "校验口令"), 0xC0: TraceWords("GET RESPONSE", "取应答"),
        0xC2: TraceWords("ENVELOPE", "信封"),
        0xCA: TraceWords("GET DATA", "取数据"),
    ]

    private static let fmcos: [UInt8: TraceWords] = [
        0x0E: TraceWords("ERASE DF", "擦除目录"), 0xE0: TraceWords("CREATE FILE", "创建文件"),
        0xD4: TraceWords("WRITE KEY", "写密钥"),
        0x50: TraceWords("INITIALISE TRANSACTION", "交易初始化"),
        0x52: TraceWords("CREDIT FOR LOAD", "圈存"), 0x54: TraceWords("DEBIT", "消费"),
        0x5A: TraceWords("GET TRANSACTION PROOF", "取交易认证"),
        0x5C: TraceWords("GET BALANCE", "读余额"), 0x5E: TraceWords("CHANGE PIN", "修改口令"),
        0x16: TraceWords("CARD BLOCK", "卡片锁定"), 0x18: TraceWords("APPLICATION UNBLOCK", "应用解锁"),
        0x1E: TraceWords("APPLICATION BLOCK", "应用锁定"), 0x24: TraceWords("PIN UNBLOCK", "口令解锁"),
    ]

    /// The reader's own commands (PC/SC part 3).
    private static let reader: [UInt8: TraceWords] = [
        0xCA: TraceWords("read the UID", "读卡号"), 0x82: TraceWords("load a key", "装载密钥"),
        0x86: TraceWords("authenticate a block", "块认证"),
        0x88: TraceWords("authenticate a block, in the old form", "块认证（旧格式）"),
        0xC0: TraceWords("the rest of the reader's own answer", "取读卡器应答余下部分"),
        0xB0: TraceWords("read a block", "读块"),
        0xD6: TraceWords("write a block", "写块"), 0xD7: TraceWords("value block", "值块操作"),
        0xC2: TraceWords("transparent session", "透传会话"),
        0x00: TraceWords("direct command", "直接命令"),
    ]

    private static func status(_ word: UInt16) -> (TraceWords, isAlarm: Bool) {
        switch word {
        case 0x9000, 0x9100: return (TraceWords("done", "成功"), false)
        case 0x91AF: return (TraceWords("more follows", "还有续帧"), false)
        case 0x6100...0x61FF: return (TraceWords("more is there", "还有数据"), false)
        case 0x63C0...0x63CF:
            let tries = word & 0x0F
            return (TraceWords("wrong, \(tries) tries left", "错误，剩余 \(tries) 次"), true)
        case 0x6C00...0x6CFF: return (TraceWords("wrong expected length", "Le 错误"), true)
        default: return (failures[word] ?? TraceWords("not known", "未知"), true)
        }
    }

    private static let failures: [UInt16: TraceWords] = [
        0x910C: TraceWords("no changes", "无改动"), 0x910E: TraceWords("out of memory", "存储空间不足"),
        0x911C: TraceWords("illegal command", "非法命令"),
        0x911E: TraceWords("integrity error", "完整性错误"),
        0x9140: TraceWords("no such key", "无此密钥"), 0x917E: TraceWords("length error", "长度错误"),
        0x919D: TraceWords("permission denied", "权限不足"),
        0x919E: TraceWords("parameter error", "参数错误"),
        0x91A0: TraceWords("no such application", "无此应用"),
        0x91A1: TraceWords("application integrity error", "应用完整性错误"),
        0x91AE: TraceWords("authentication failed", "认证失败"),
        0x91BE: TraceWords("beyond the limits", "超出边界"),
        0x91C1: TraceWords("card integrity error", "卡完整性错误"),
        0x91CA: TraceWords("command aborted", "命令中止"), 0x91CD: TraceWords("card disabled", "卡已禁用"),
        0x91DE: TraceWords("exists already", "已存在"), 0x91EE: TraceWords("memory error", "存储错误"),
        0x91F0: TraceWords("no such file", "无此文件"),
        0x91F1: TraceWords("file integrity error", "文件完整性错误"),
        0x6300: TraceWords("failed", "失败"), 0x6581: TraceWords("memory error", "存储错误"),
        0x6700: TraceWords("wrong length", "长度错误"),
        0x6982: TraceWords("security status not satisfied", "安全状态不满足"),
        0x6983: TraceWords("blocked", "已锁定"),
        0x6984: TraceWords("no challenge was taken", "未取随机数"),
        0x6985: TraceWords("conditions not satisfied", "使用条件不满足"),
        0x6988: TraceWords("wrong MAC", "MAC 错误"), 0x6A80: TraceWords("wrong data", "数据错误"),
        0x6A81: TraceWords("not supported", "功能不支持"), 0x6A82: TraceWords("no such file", "无此文件"),
        0x6A83: TraceWords("no such record", "无此记录"), 0x6A84: TraceWords("no room", "空间不足"),
        0x6A86: TraceWords("wrong parameters", "P1、P2 错误"),
        0x6A88: TraceWords("no such key", "无此密钥"), 0x6B00: TraceWords("wrong offset", "偏移错误"),
        0x6D00: TraceWords("no such command", "INS 不支持"),
        0x6E00: TraceWords("no such class", "CLA 不支持"),
        0x6F00: TraceWords("no answer of the card", "卡无应答"),
        0x9302: TraceWords("wrong MAC", "MAC 错误"),
        0x9303: TraceWords("application blocked", "应用已锁定"),
        0x9401: TraceWords("not enough money", "余额不足"),
        0x9403: TraceWords("no such key", "无此密钥"), 0x9406: TraceWords("no proof at hand", "无交易认证码"),
    ]
}
