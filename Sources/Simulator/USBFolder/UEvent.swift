internal import KioskPorts

/// One hot-plug message as udev's monitor socket carries it ("libudev" magic, FEEDCAFE).
///
/// Layout (systemd src/libsystemd/sd-device/device-monitor.c): prefix 8, magic 4 (big-endian),
/// header size 4, properties offset 4, properties length 4 (native), hash of the subsystem 4,
/// hash of the device type 4 (big-endian), two words of tag bloom; then NUL-ended properties.
struct UEvent {
    enum Action: String {
        case add, remove
    }

    private static let headerLength: UInt32 = 40

    let action: Action
    let node: DeviceNode
    let sequence: UInt64

    var datagram: [UInt8] {
        let properties = self.properties
        var bytes = Array("libudev\0".utf8)
        bytes += Self.big(0xFEED_CAFE)
        bytes += Self.little(Self.headerLength) + Self.little(Self.headerLength)
        bytes += Self.little(UInt32(properties.count))
        bytes += Self.big(Self.murmur2("usb")) + Self.big(Self.murmur2("usb_device"))
        bytes += Self.little(0) + Self.little(0)
        return bytes + properties
    }

    private var properties: [UInt8] {
        let lines = [
            "ACTION=\(action.rawValue)", "DEVPATH=\(node.systemPath)", "SUBSYSTEM=usb",
            "SEQNUM=\(sequence)", "DEVTYPE=usb_device", "DRIVER=usb", "BUSNUM=\(node.busText)",
            "DEVNUM=\(node.addressText)", "DEVNAME=\(node.devicePath)",
        ]
        return lines.flatMap { Array($0.utf8) + [0] }
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func big(_ value: UInt32) -> [UInt8] { little(value).reversed() }

    /// MurmurHash2 with seed 0, as systemd hashes monitor filters.
    private static func murmur2(_ text: String) -> UInt32 {
        let multiplier: UInt32 = 0x5BD1_E995
        let bytes = Array(text.utf8)
        var hash = UInt32(bytes.count)
        let whole = bytes.count / 4 * 4
        for start in stride(from: 0, to: whole, by: 4) {
            var word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
            word = word &* multiplier
            word ^= word >> 24
            hash = (hash &* multiplier) ^ (word &* multiplier)
        }
        for index in whole..<bytes.count { hash ^= UInt32(bytes[index]) << (8 * (index - whole)) }
        if whole < bytes.count { hash = hash &* multiplier }
        hash = (hash ^ hash >> 13) &* multiplier
        return hash ^ hash >> 15
    }
}
