/// A classic pcap file of usbmon packets: 24 bytes of header, then records of 16 bytes of header and a packet
/// (https://www.tcpdump.org/manpages/pcap-savefile.5.html). All of it is little-endian, as on every machine that a kiosk is.
package enum USBCaptureFile {
    /// LINKTYPE_USB_LINUX_MMAPPED.
    package static let linkType: UInt32 = 220
    package static let headerLength = 24
    package static let recordHeaderLength = 16
    /// No record holds more bytes.
    package static let snapLength = 262_144
    static let magic: UInt32 = 0xA1B2_C3D4
    /// The same with nanoseconds in the records' headers, which are not looked at.
    static let magicOfNanoseconds: UInt32 = 0xA1B2_3C4D

    /// Magic, version 2.4, no zone, no accuracy, snap length, link type.
    package static let header: [UInt8] =
        LittleEndian.bytes(Int(magic), count: 4) + LittleEndian.bytes(2, count: 2)
        + LittleEndian.bytes(4, count: 2) + LittleEndian.bytes(0, count: 8)
        + LittleEndian.bytes(snapLength, count: 4) + LittleEndian.bytes(Int(linkType), count: 4)

    /// A packet with its record's header.
    package static func record(_ packet: USBCapturePacket) -> [UInt8] {
        let body = packet.bytes
        let (seconds, micros) = packet.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return LittleEndian.bytes(Int(seconds), count: 4)
            + LittleEndian.bytes(Int(micros), count: 4)
            + LittleEndian.bytes(body.count, count: 4) + LittleEndian.bytes(body.count, count: 4)
            + body
    }
}

/// Reads a pcap file packet by packet, so that a damaged one gives everything before the damage.
package struct USBCaptureReader: Sendable {
    private let bytes: [UInt8]
    /// Where the next record begins in the file.
    package private(set) var offset = USBCaptureFile.headerLength

    /// - Throws: when the bytes do not begin as such a file does.
    package init(_ bytes: [UInt8]) throws(USBCaptureFault) {
        guard bytes.count >= USBCaptureFile.headerLength else {
            throw USBCaptureFault(bytes.count, .noCapture)
        }
        switch UInt32(LittleEndian.read(bytes, at: 0, count: 4)) {
        case USBCaptureFile.magic, USBCaptureFile.magicOfNanoseconds: break
        case 0x0A0D_0D0A: throw USBCaptureFault(0, .nextGeneration)
        case 0xD4C3_B2A1, 0x4D3C_B2A1: throw USBCaptureFault(0, .bigEndian)
        default: throw USBCaptureFault(0, .noCapture)
        }
        let linkType = UInt32(LittleEndian.read(bytes, at: 20, count: 4))
        guard linkType == USBCaptureFile.linkType else {
            throw USBCaptureFault(20, .linkType(linkType))
        }
        self.bytes = bytes
    }

    /// The next packet, or nil at the end of the file. After a fault the end is reached.
    package mutating func next() throws(USBCaptureFault) -> USBCapturePacket? {
        let start = offset
        guard start < bytes.count else { return nil }
        offset = bytes.count
        let head = USBCaptureFile.recordHeaderLength
        guard start + head <= bytes.count else {
            throw USBCaptureFault(start, .cut(needed: head, present: bytes.count - start))
        }
        let length = LittleEndian.read(bytes, at: start + 8, count: 4)
        guard length <= UInt64(USBCaptureFile.snapLength) else {
            throw USBCaptureFault(start + 8, .recordTooLong(Int(length)))
        }
        let body = start + head
        let end = body + Int(length)
        guard end <= bytes.count else {
            throw USBCaptureFault(body, .cut(needed: Int(length), present: bytes.count - body))
        }
        let packet = try USBCapturePacket(parsing: Array(bytes[body..<end]), at: body)
        offset = end
        return packet
    }
}

/// Why a file, or the rest of it, cannot be read as a capture.
package struct USBCaptureFault: Error, Hashable, Sendable {
    /// What was found.
    package enum Kind: Hashable, Sendable {
        /// It does not begin as a pcap file.
        case noCapture
        /// pcapng, which Wireshark writes by default.
        case nextGeneration
        case bigEndian
        /// Other packets than usbmon's.
        case linkType(UInt32)
        /// The file ends within a record.
        case cut(needed: Int, present: Int)
        case recordTooLong(Int)
        /// Shorter than a header.
        case packetTooShort(Int)
        case unknownEvent(UInt8)
        case unknownTransfer(UInt8)
        case dataMissing(stated: Int, present: Int)
        /// Seconds since 1970 that no clock shows.
        case time(Int64)
    }

    /// Of the byte in the file with which it begins to be wrong.
    package let offset: Int
    package let kind: Kind

    package init(_ offset: Int, _ kind: Kind) {
        self.offset = offset
        self.kind = kind
    }
}
