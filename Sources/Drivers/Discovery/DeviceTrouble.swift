/// What stands between the kiosk and a device that it knows.
package enum DeviceTrouble: Hashable, Sendable {
    /// Root alone may open it: the udev rule is missing.
    case noRule
    /// A rule gave it to a group that this user does not belong to.
    case notInGroup(String)
    /// A driver of the kernel is bound. The kiosk detaches it while it runs.
    case kernelDriver(String, interface: UInt8)
    /// A program has claimed it; no names where another user's programs cannot be seen.
    case held(by: [String])
    /// The kernel may put it to sleep.
    case autosuspend
    /// Another device bears the same serial number. `isAsked`: the configuration names it by that.
    case sharedSerialNumber(String, isAsked: Bool)
    /// It cannot do what the kiosk needs.
    case unfit(String)

    /// The kiosk itself as the holder.
    private static let ownName = "kiosk"

    /// Whether the kiosk cannot use the device until this is mended.
    package var preventsUse: Bool {
        switch self {
        case .noRule, .notInGroup, .unfit: true
        case .kernelDriver, .autosuspend: false
        case .held(let names): !names.contains(Self.ownName)
        case .sharedSerialNumber(_, let isAsked): isAsked
        }
    }

    /// What it is, and what to do about it, in both languages.
    /// - Parameters:
    ///   - socket: of the device, as `1-2.3`.
    ///   - vendor: its vendor number in four hexadecimal digits.
    package func advice(socket: String, vendor: String) -> DeviceAdvice {
        switch self {
        case .noRule:
            DeviceAdvice(
                english: "no udev rule gives it to the kiosk's user",
                chinese: "没有 udev 规则授权自助机用户访问",
                remedy: [
                    "sudo install -m 644 hardware/udev/70-campus-kiosk.rules /etc/udev/rules.d/",
                    "sudo udevadm control --reload",
                    "sudo udevadm trigger --action=add --attr-match=idVendor=\(vendor)",
                ])
        case .notInGroup(let group):
            DeviceAdvice(
                english: "it is open to group \(group), which you are not in",
                chinese: "仅 \(group) 组可访问，当前用户不在该组",
                remedy: ["sudo usermod -aG \(group) \"$USER\"  # then log in again"])
        case .kernelDriver(let driver, let interface):
            DeviceAdvice(
                english: "the kernel's \(driver) has interface \(interface);"
                    + " the kiosk detaches it while it runs",
                chinese: "内核驱动 \(driver) 占用接口 \(interface)；自助机运行时会自动分离",
                remedy: [
                    "echo -n \(socket):1.\(interface)"
                        + " | sudo tee /sys/bus/usb/drivers/\(driver)/unbind"
                ])
        case .held(let names): Self.held(by: names)
        case .autosuspend:
            DeviceAdvice(
                english: "the kernel may put it to sleep", chinese: "内核可能使其休眠",
                remedy: ["echo on | sudo tee /sys/bus/usb/devices/\(socket)/power/control"])
        case .sharedSerialNumber(let serial, let isAsked):
            DeviceAdvice(
                english: "another device has the serial number \(serial) too"
                    + (isAsked ? ", so that the configuration names neither" : "")
                    + "; kiosk.json can name it by its socket",
                chinese: "另一设备的序列号也是 \(serial)" + (isAsked ? "，配置无法区分两者" : "")
                    + "；可在 kiosk.json 中按插口指定",
                remedy: ["\"usbSocket\": \"\(socket)\""])
        case .unfit(let why):
            DeviceAdvice(
                english: "the kiosk cannot use it: \(why); take a reader that exchanges APDUs",
                chinese: "自助机无法使用：\(why)；请换用支持 APDU 的读卡器",
                remedy: ["less hardware/ccid/README.md"])
        }
    }

    private static func held(by names: [String]) -> DeviceAdvice {
        guard let name = names.first else {
            return DeviceAdvice(
                english: "a program of another user holds it", chinese: "被其他用户的程序占用",
                remedy: ["sudo kiosk devices  # as root it tells which program"])
        }
        if names.contains(ownName) {
            return DeviceAdvice(
                english: "the running kiosk holds it", chinese: "正由运行中的自助机使用", remedy: [])
        }
        let all = names.joined(separator: ", ")
        return DeviceAdvice(
            english: "held by \(all), which must let go of it", chinese: "被 \(all) 占用，须先释放",
            remedy: [release[name] ?? "ps -o pid,user,args -C \(name)"])
    }

    /// How programs that are known to take such devices are kept away for good.
    private static let release = [
        "pcscd": "sudo systemctl disable --now pcscd.socket pcscd.service",
        "brltty": "sudo systemctl mask --now brltty.service brltty-udev.service",
        "ModemManager": "sudo systemctl disable --now ModemManager.service",
        "fwupd": "sudo systemctl mask --now fwupd.service",
    ]
}

/// What a person is told of a trouble.
package struct DeviceAdvice: Hashable, Sendable {
    package let english: String
    package let chinese: String
    /// What to type, in order: commands, or a line for a file; empty: nothing is to be done.
    package let remedy: [String]
}
