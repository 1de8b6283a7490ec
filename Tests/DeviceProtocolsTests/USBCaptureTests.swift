import DeviceProtocols
import Testing

/// Goal: a capture is read back as it was written, and a damaged one is told with the byte where it begins to be wrong.
/// Method: packets of every kind; every prefix of a file, and every byte of it changed to every other value.
@Suite struct USBCaptureTests {
    private static func packet(
        _ event: USBCapturePacket.Event, _ kind: USBCapturePacket.Kind, data: [UInt8] = []
    ) -> USBCapturePacket {
        USBCapturePacket(
            number: 0xFFFF_8880_1234_5678, event: event, kind: kind, endpoint: 0x82, device: 5,
            bus: 300, setup: kind == .control ? [0x80, 6, 0, 1, 0, 0, 18, 0] : nil,
            microseconds: 1_795_671_704_098_123, status: event == .submitted ? -115 : -32,
            length: 64, data: data)
    }

    private static let packets =
        USBCapturePacket.Event.allCases.flatMap { event in
            USBCapturePacket.Kind.allCases.map { packet(event, $0) }
        } + [packet(.completed, .bulk, data: Array(0...40))]

    private static let file =
        USBCaptureFile.header + packets.flatMap(USBCaptureFile.record)

    /// Everything up to the end, or up to a fault.
    private static func read(
        _ bytes: [UInt8]
    ) -> (packets: [USBCapturePacket], fault: USBCaptureFault?) {
        var packets: [USBCapturePacket] = []
        do throws(USBCaptureFault) {
            var reader = try USBCaptureReader(bytes)
            while let packet = try reader.next() { packets.append(packet) }
            return (packets, nil)
        } catch {
            return (packets, error)
        }
    }

    @Test("Every packet is read back as it was written")
    func roundTrip() {
        let read = Self.read(Self.file)
        #expect(read.fault == nil)
        #expect(read.packets == Self.packets)
    }

    @Test("A file that is cut off gives every whole packet, and the byte where the rest is missing")
    func cut() {
        let ends = Self.packets.indices.map { count in
            USBCaptureFile.header.count
                + Self.packets.prefix(count + 1).map { USBCaptureFile.record($0).count }
                .reduce(0, +)
        }
        for length in 0..<Self.file.count {
            let read = Self.read(Array(Self.file.prefix(length)))
            let whole = ends.count { $0 <= length }
            #expect(read.packets == Array(Self.packets.prefix(whole)))
            let isWhole = length == USBCaptureFile.headerLength || ends.contains(length)
            #expect((read.fault == nil) == isWhole, "\(length)")
            if let fault = read.fault { #expect(fault.offset <= length) }
        }
    }

    @Test("No byte that is changed makes a reader trap, and a fault lies within the file")
    func damaged() {
        for offset in Self.file.indices {
            for change: UInt8 in [0x01, 0x80, 0xFF] {
                var bytes = Self.file
                bytes[offset] ^= change
                if let fault = Self.read(bytes).fault { #expect(fault.offset <= bytes.count) }
            }
        }
    }

    @Test("What is no trace is told by what it is")
    func foreign() {
        let table: [([UInt8], Int, USBCaptureFault.Kind)] = [
            ([], 0, .noCapture),
            (Array("{\"kiosk\": \"K-01\", \"folder\": 1}".utf8), 0, .noCapture),
            ([0x0A, 0x0D, 0x0D, 0x0A] + [UInt8](repeating: 0, count: 40), 0, .nextGeneration),
            ([0xA1, 0xB2, 0xC3, 0xD4] + [UInt8](repeating: 0, count: 40), 0, .bigEndian),
            (Array(USBCaptureFile.header.dropLast(4)) + [1, 0, 0, 0], 20, .linkType(1)),
        ]
        for (bytes, offset, kind) in table {
            #expect(Self.read(bytes).fault == USBCaptureFault(offset, kind))
        }
    }

    @Test("Each field that a packet cannot have is told at its own byte")
    func fields() {
        let start = USBCaptureFile.headerLength
        let body = start + USBCaptureFile.recordHeaderLength
        let table: [(at: Int, UInt8, USBCaptureFault)] = [
            (start + 10, 0xFF, USBCaptureFault(start + 8, .recordTooLong(0xFF0040))),
            (start + 8, 0x10, USBCaptureFault(body, .packetTooShort(16))),
            (body + 8, 0x00, USBCaptureFault(body + 8, .unknownEvent(0))),
            (body + 9, 0x09, USBCaptureFault(body + 9, .unknownTransfer(9))),
            (body + 23, 0x80, USBCaptureFault(body + 16, .time(Int64.min + 1_795_671_704))),
            (body + 36, 0x01, USBCaptureFault(body + 36, .dataMissing(stated: 1, present: 0))),
        ]
        for (offset, value, fault) in table {
            var bytes = Self.file
            bytes[offset] = value
            #expect(Self.read(bytes).fault == fault)
        }
    }
}
