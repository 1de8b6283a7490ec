import CampusCard
import DeviceProtocols

/// CCID messages, and the names of the card commands in them, in words. What a command carries is
/// not shown.
struct ReaderTraffic: TrafficInterpreter {
    /// CCID header, class and instruction.
    private static let shown = 12

    mutating func hear(_ bytes: [UInt8], toDevice: Bool) -> [HeardMessage] {
        let words = toDevice ? Self.command(bytes) : Self.reply(bytes)
        return words.map { [HeardMessage(words: $0, bytes: bytes.prefix(Self.shown).hex)] } ?? []
    }

    private static func command(_ bytes: [UInt8]) -> TrafficWords? {
        guard let parsed = try? CCIDCommand.parse(bytes) else {
            return TrafficWords("看不懂", "not a command", alarm: true)
        }
        switch parsed.command {
        case .powerOn: return TrafficWords("给卡上电", "power the card")
        case .powerOff: return TrafficWords("给卡断电", "field off")
        case .getSlotStatus: return TrafficWords("有卡吗", "is a card there?")
        case .transferBlock(let apdu, _, _): return cardCommand(apdu)
        case .transferCharacters: return TrafficWords("卡命令", "card command")
        case .getParameters: return TrafficWords("读参数", "parameters")
        case .setParameters, .resetParameters: return TrafficWords("设参数", "set parameters")
        case .escape: return TrafficWords("厂商命令", "vendor command")
        case .abort: return TrafficWords("中止", "abort")
        }
    }

    private static func reply(_ bytes: [UInt8]) -> TrafficWords? {
        if let notification = CCIDNotification(bytes) { return words(notification) }
        guard let reply = try? CCIDReply(parsing: bytes) else {
            return TrafficWords("看不懂", "not an answer", alarm: true)
        }
        switch reply.outcome {
        case .wantsTime: return TrafficWords("请再等等", "wants more time")
        case .failed(let error):
            return TrafficWords("失败：\(error)", "failed: \(error)", alarm: true)
        case .done: return words(reply)
        }
    }

    private static func words(_ reply: CCIDReply) -> TrafficWords {
        if reply.kind == .dataBlock, reply.data.count >= 2, reply.data.first != 0x3B {
            return status(Array(reply.data.suffix(2)))
        }
        switch reply.card {
        case .active: return TrafficWords("卡已上电", "card is powered")
        case .inactive: return TrafficWords("有卡", "card is there")
        case .absent: return TrafficWords("无卡", "no card")
        }
    }

    private static func words(_ notification: CCIDNotification) -> TrafficWords? {
        switch notification {
        case .slotChange(let changes):
            changes.first?.isPresent == true
                ? TrafficWords("卡来了", "card came") : TrafficWords("卡走了", "card left")
        case .hardwareError: TrafficWords("读卡器故障", "hardware error", alarm: true)
        }
    }

    /// The status words of DESFire (91 xx) and ISO/IEC 7816-4 (90 00).
    private static func status(_ word: [UInt8]) -> TrafficWords {
        switch (word[0], word[1]) {
        case (0x91, 0x00), (0x90, 0x00): TrafficWords("卡：好", "card: done")
        case (0x91, 0xAF): TrafficWords("卡：还有", "card: goes on")
        case (0x91, 0xAE): TrafficWords("卡：认证不过", "card: authentication failed", alarm: true)
        case (_, _): TrafficWords("卡：\(word.hex)", "card: \(word.hex)", alarm: true)
        }
    }

    private static func cardCommand(_ apdu: [UInt8]) -> TrafficWords {
        guard apdu.count >= 2 else { return TrafficWords("卡命令", "card command") }
        if apdu[0] == 0xFF { return TrafficWords("读卡号", "read the UID") }
        guard apdu[0] == 0x90 else { return TrafficWords("卡命令", "card command") }
        switch apdu[1] {
        case 0x0A, 0x1A, 0xAA, 0x71, 0x77: return TrafficWords("认证", "authenticate")
        case 0xAF: return TrafficWords("继续", "go on")
        case 0x60: return TrafficWords("读版本", "get version")
        case 0x5A: return TrafficWords("选应用", "select application")
        case 0xCA: return TrafficWords("建应用", "create application")
        case 0xDA: return TrafficWords("删应用", "delete application")
        case 0xCB, 0xCD: return TrafficWords("建文件", "create file")
        case 0x3D, 0x8D: return TrafficWords("写文件", "write file")
        case 0xBD, 0xAD: return TrafficWords("读文件", "read file")
        case 0xC7: return TrafficWords("提交", "commit")
        case 0xC4, 0xC6: return TrafficWords("换密钥", "change key")
        case 0x54: return TrafficWords("改密钥设置", "change key settings")
        case 0x45, 0x64: return TrafficWords("读密钥设置", "get key settings")
        case 0x6A, 0x6F, 0xF5: return TrafficWords("列目录", "list")
        case 0x5C: return TrafficWords("设卡配置", "set configuration")
        case 0xFC: return TrafficWords("格式化", "format")
        default: return TrafficWords("卡命令 \(apdu[1...1].hex)", "card command \(apdu[1...1].hex)")
        }
    }
}
