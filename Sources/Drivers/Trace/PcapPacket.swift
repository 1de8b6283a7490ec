internal import KioskPorts

/// One record of a pcap file of Linux usbmon packets (Documentation/usb/usbmon.rst, struct mon_bin_hdr; 64 bytes and the
/// data).
struct PcapPacket {
    enum Event: UInt8 {
        case submitted = 0x53
        case completed = 0x43
    }

    /// -EINPROGRESS.
    static let inProgress: Int32 = -115
    private static let linkType: UInt32 = 220
    private static let snapLength: UInt32 = 262_144

    /// Magic of microseconds, version 2.4, no zone, no accuracy, snap length, link type.
    static let fileHeader: [UInt8] =
        word(0xA1B2_C3D4) + half(2) + half(4) + word(0) + word(0) + word(snapLength)
        + word(linkType)

    let number: UInt64
    let event: Event
    let transfer: USBTransfer
    let device: USBDevice
    let data: [UInt8]
    let status: Int32
    var count: Int?

    /// Record header and packet.
    func record(atMilliseconds time: Int64) -> [UInt8] {
        let seconds = UInt32(truncatingIfNeeded: time / 1_000)
        let micros = UInt32(truncatingIfNeeded: time % 1_000 * 1_000)
        let body = header(seconds, micros) + data
        let length = UInt32(body.count)
        return Self.word(seconds) + Self.word(micros) + Self.word(length) + Self.word(length)
            + body
    }

    private func header(_ seconds: UInt32, _ micros: UInt32) -> [UInt8] {
        let setup = event == .submitted ? transfer.setup : nil
        let direction = UInt8(ascii: transfer.endpoint.isIn ? "<" : ">")
        let length = UInt32(count ?? transfer.length)
        var bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
        bytes += [event.rawValue, kind, transfer.endpoint.raw, device.id.address]
        bytes += Self.half(UInt16(device.id.bus))
        bytes += [setup == nil ? UInt8(ascii: "-") : 0, data.isEmpty ? direction : 0]
        bytes += Self.word(seconds) + Self.word(0) + Self.word(micros)
        bytes += Self.word(UInt32(bitPattern: status)) + Self.word(length)
        bytes += Self.word(UInt32(data.count)) + (setup?.bytes ?? Array(repeating: 0, count: 8))
        return bytes + Self.word(0) + Self.word(0) + Self.word(0) + Self.word(0)
    }

    /// 1 interrupt, 2 control, 3 bulk.
    private var kind: UInt8 {
        switch transfer {
        case .interruptIn, .interruptOut: 1
        case .controlIn, .controlOut: 2
        case .bulkIn, .bulkOut: 3
        }
    }

    private static func word(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    private static func half(_ value: UInt16) -> [UInt8] {
        [UInt8(value & 0xFF), UInt8(value >> 8)]
    }
}

extension USBTransferEnd {
    /// The status that the kernel would give, as a negative errno.
    var errorNumber: Int32 {
        switch self {
        case .completed: 0
        case .timedOut, .cancelled: -2
        case .stalled: -32
        case .overflowed: -75
        case .deviceGone: -108
        case .failed: -71
        }
    }
}
