internal import DeviceProtocols
internal import KioskPorts

/// A census in words, for a terminal.
package struct DeviceReport: Sendable {
    /// The languages of technicians.
    package enum Language: String, Hashable, Sendable, CaseIterable {
        case english = "en"
        case chinese = "zh"
    }

    private let language: Language

    package init(_ language: Language) { self.language = language }

    /// One line for each device, and below it each trouble with its remedy.
    package func lines(_ census: DeviceCensus) -> [String] {
        let known = census.devices.filter { $0.kind != .other }
        let others = census.devices.filter { $0.kind == .other }
        var lines = known.flatMap(lines)
        if census.devices.isEmpty { lines.append(say("no USB device is plugged in", "未插入 USB 设备")) }
        lines += census.missing.map { role in
            say("missing: ", "缺少：") + name(of: role)
                + say(": nothing is plugged in where kiosk.json says", "：kiosk.json 所指位置没有设备")
        }
        if !others.isEmpty {
            lines.append(say("not for the kiosk:", "与自助机无关："))
            lines += others.map { "  " + head($0.system) }
        }
        return lines
    }

    private func lines(_ found: FoundDevice) -> [String] {
        var lines = [head(found.system)]
        if let serial = found.system.serialNumber {
            lines.append("  " + say("serial number ", "序列号 ") + serial)
        }
        lines.append("  " + kind(found) + found.roles.map { " · " + name(of: $0) }.joined())
        let device = found.system.device
        for trouble in found.troubles {
            let vendor = String(device.product.description.prefix(4))
            let advice = trouble.advice(
                socket: device.location.description, vendor: vendor)
            let mark = trouble.preventsUse ? "✗ " : "· "
            lines.append("  " + mark + say(advice.english, advice.chinese))
            lines += advice.remedy.map { "      " + $0 }
        }
        return lines
    }

    private func head(_ system: SystemUSBDevice) -> String {
        let device = system.device
        return [device.location.description, device.product.description, system.label]
            .filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private func kind(_ found: FoundDevice) -> String {
        let what =
            switch found.kind {
            case .serialBridge(let profile) where profile.chip.isUnit:
                say("dispenser with HID reports ", "HID 发卡机 ") + profile.name
            case .serialBridge(let profile): say("serial bridge ", "串口桥 ") + profile.name
            case .cardReader(let profile): cardReader(profile, found.system)
            case .other: say("unknown", "未知")
            }
        guard let proven = found.proven else { return what }
        return what + say(", proven: ", "，验证程度：") + words(proven)
    }

    /// Its make, and how it exchanges: who looks for the reason of a fault needs to know what is the host's part.
    private func cardReader(_ profile: ReaderProfile?, _ system: SystemUSBDevice) -> String {
        let name = profile.map { " " + $0.label } ?? ""
        let what = say("card reader", "读卡器") + name + " (CCID"
        guard
            let function = try? CCIDFunction(
                system.device.descriptors, interface: profile?.place.interface)
        else { return what + ")" }
        var parts = [what, level(function.level)]
        if function.slotCount > 1 {
            parts.append(say("\(function.slotCount) slots", "\(function.slotCount) 个卡槽"))
        }
        return parts.joined(separator: say(", ", "，")) + ")"
    }

    private func level(_ level: CCIDExchangeLevel) -> String {
        switch level {
        case .character: say("characters", "字符级")
        case .tpdu: "TPDU"
        case .shortAPDU: say("short APDUs", "短 APDU")
        case .extendedAPDU: say("extended APDUs", "扩展 APDU")
        }
    }

    private func words(_ proven: ProofLevel) -> String {
        switch proven {
        case .commissioned: say("commissioned", "已现场调试")
        case .recorded: say("on recordings", "仅回放录制数据")
        case .simulated: say("on the simulator only", "仅模拟器")
        }
    }

    private func name(of role: DeviceRole) -> String {
        switch role {
        case .dispenser: say("dispenser", "发卡机")
        case .readPosition: say("reader inside", "内部读卡器")
        case .counter: say("reader at the counter", "前台读卡器")
        }
    }

    private func say(_ english: String, _ chinese: String) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}
