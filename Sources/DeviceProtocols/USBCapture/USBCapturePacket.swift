/// One packet of Linux's usbmon, as pcap files of link type 220 hold it (Documentation/usb/usbmon.rst, struct mon_bin_hdr:
/// 64 bytes, little-endian, and the data). A transfer has two: one when it was submitted, one when it ended.
package struct USBCapturePacket: Hashable, Sendable {
    /// What had happened.
    package enum Event: UInt8, Hashable, Sendable, CaseIterable {
        case submitted = 0x53
        case completed = 0x43
        /// The kernel refused to submit it.
        case refused = 0x45
    }

    /// xfer_type.
    package enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        case isochronous, interrupt, control, bulk
    }

    package static let headerLength = 64
    /// The status of a transfer that was submitted: -EINPROGRESS.
    package static let inProgress: Int32 = -115
    /// flag_setup and flag_data where nothing is there.
    private static let noSetup = UInt8(ascii: "-")

    /// The same for both packets of a transfer.
    package let number: UInt64
    package let event: Event
    package let kind: Kind
    /// Number with the direction bit (80h: towards the host).
    package let endpoint: UInt8
    package let device: UInt8
    package let bus: UInt16
    /// The eight set-up bytes of a control transfer that was submitted.
    package let setup: [UInt8]?
    /// Since 1970 UTC.
    package let microseconds: Int64
    /// A negative errno; 0 is success.
    package let status: Int32
    /// Bytes asked for or sent when submitted, bytes moved when completed.
    package let length: Int
    /// Bytes sent when submitted, received when completed.
    package let data: [UInt8]

    /// Precondition: a set-up has eight bytes.
    package init(
        number: UInt64, event: Event, kind: Kind, endpoint: UInt8, device: UInt8, bus: UInt16,
        setup: [UInt8]?, microseconds: Int64, status: Int32, length: Int, data: [UInt8]
    ) {
        precondition(setup == nil || setup?.count == 8, "a set-up packet has eight bytes")
        self.number = number
        self.event = event
        self.kind = kind
        self.endpoint = endpoint
        self.device = device
        self.bus = bus
        self.setup = setup
        self.microseconds = microseconds
        self.status = status
        self.length = length
        self.data = data
    }

    /// Header and data.
    package var bytes: [UInt8] {
        let direction = UInt8(ascii: endpoint & 0x80 != 0 ? "<" : ">")
        let (seconds, micros) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        var bytes = LittleEndian.bytes(Int(truncatingIfNeeded: number), count: 8)
        bytes += [event.rawValue, kind.rawValue, endpoint, device]
        bytes += LittleEndian.bytes(Int(bus), count: 2)
        bytes += [setup == nil ? Self.noSetup : 0, data.isEmpty ? direction : 0]
        bytes += LittleEndian.bytes(Int(seconds), count: 8)
        bytes += LittleEndian.bytes(Int(micros), count: 4)
        bytes += LittleEndian.bytes(Int(status), count: 4) + LittleEndian.bytes(length, count: 4)
        bytes += LittleEndian.bytes(data.count, count: 4)
        bytes += setup ?? [UInt8](repeating: 0, count: 8)
        // Interval, start frame, flags, number of isochronous descriptors.
        return bytes + [UInt8](repeating: 0, count: 16) + data
    }

    /// - Parameters:
    ///   - bytes: header and data of one packet; what follows the data is left out.
    ///   - offset: of the first byte in its file, for the fault.
    package init(parsing bytes: [UInt8], at offset: Int) throws(USBCaptureFault) {
        guard bytes.count >= Self.headerLength else {
            throw USBCaptureFault(offset, .packetTooShort(bytes.count))
        }
        guard let event = Event(rawValue: bytes[8]) else {
            throw USBCaptureFault(offset + 8, .unknownEvent(bytes[8]))
        }
        guard let kind = Kind(rawValue: bytes[9]) else {
            throw USBCaptureFault(offset + 9, .unknownTransfer(bytes[9]))
        }
        let present = bytes.count - Self.headerLength
        let count = LittleEndian.read(bytes, at: 36, count: 4)
        guard count <= UInt64(present) else {
            throw USBCaptureFault(offset + 36, .dataMissing(stated: Int(count), present: present))
        }
        let seconds = Int64(bitPattern: LittleEndian.read(bytes, at: 16, count: 8))
        // A year beyond 9999 is damage, and would not fit into microseconds.
        guard (0...Self.latestSecond).contains(seconds) else {
            throw USBCaptureFault(offset + 16, .time(seconds))
        }
        let micros = UInt32(LittleEndian.read(bytes, at: 24, count: 4))
        self.init(
            number: LittleEndian.read(bytes, at: 0, count: 8), event: event, kind: kind,
            endpoint: bytes[10], device: bytes[11],
            bus: UInt16(LittleEndian.read(bytes, at: 12, count: 2)),
            setup: bytes[14] == 0 ? Array(bytes[40..<48]) : nil,
            microseconds: seconds * 1_000_000 + Int64(micros),
            status: Int32(truncatingIfNeeded: LittleEndian.read(bytes, at: 28, count: 4)),
            length: Int(LittleEndian.read(bytes, at: 32, count: 4)),
            data: Array(bytes[Self.headerLength...].prefix(Int(count))))
    }

    private static let latestSecond: Int64 = 253_402_300_799
}
