internal import KioskPorts

/// Requests that every device answers (USB 2.0 §9.4).
enum StandardRequestWords {
    /// Type bits 00 of bmRequestType.
    static func isStandard(_ setup: USBSetup) -> Bool { setup.requestType & 0x60 == 0 }

    /// What a set-up asks; nil where the answer says it better.
    static func words(_ setup: USBSetup) -> TraceWords? {
        let low = TraceHex.of([UInt8(setup.index & 0xFF)])
        return switch setup.request {
        case 0: TraceWords("read the status", "读取状态")
        case 1: TraceWords("clear the halt of endpoint \(low)", "清除端点 \(low) 的停止状态")
        case 9: TraceWords("use configuration \(setup.value)", "选择配置 \(setup.value)")
        case 11:
            TraceWords(
                "use setting \(setup.value) of interface \(setup.index)",
                "接口 \(setup.index) 选择设置 \(setup.value)")
        default: nil
        }
    }

    /// The text in a string descriptor; nil for any other.
    static func text(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 2, bytes[1] == 3, Int(bytes[0]) == bytes.count else { return nil }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
        let text = String(decoding: units, as: UTF16.self)
        // A device's text may hold anything, also what a terminal would obey.
        return String(text.map { $0.isASCII && ($0 < " " || $0 == "\u{7F}") ? "\u{FFFD}" : $0 })
    }
}
