import DeviceProtocols
import Testing

/// Goal: every request to a bridge is byte for byte what its maker or the kernel's driver says. Method: tables from
/// devices.md §5 and the sources named there, and all settings where the value has a rule.
@Suite struct SerialBridgeTests {
    private static let forms = (UInt8(5)...8).flatMap { bits in
        SerialFormat.Parity.allCases.flatMap { parity in
            SerialFormat.StopBits.allCases.compactMap {
                SerialFormat(dataBits: bits, parity: parity, stopBits: $0)
            }
        }
    }

    private func fields(_ request: ControlRequest?) -> [UInt16]? {
        request.map {
            [UInt16($0.requestType), UInt16($0.request), $0.value, $0.index, $0.length]
        }
    }

    @Test("A character has 5 to 8 data bits")
    func dataBits() {
        for bits in UInt8.min...UInt8.max {
            let format = SerialFormat(dataBits: bits, parity: .none, stopBits: .one)
            #expect((format != nil) == (5...8).contains(bits))
        }
    }

    @Test("CH340: line control is an 8250's register with receiver and transmitter on")
    func ch340() {
        #expect(fields(CH340Request.lineControl(.eightNoneOne)) == [0x40, 0x9A, 0x2518, 0xC3, 0])
        let table: [(UInt8, SerialFormat.Parity, SerialFormat.StopBits, UInt16)] = [
            (8, .even, .one, 0xDB), (8, .odd, .one, 0xCB), (7, .even, .one, 0xDA),
            (8, .none, .two, 0xC7), (8, .mark, .one, 0xEB), (8, .space, .one, 0xFB),
            (5, .none, .one, 0xC0),
        ]
        for (bits, parity, stop, value) in table {
            let format = SerialFormat(dataBits: bits, parity: parity, stopBits: stop)
            #expect(format.flatMap { CH340Request.lineControl($0)?.index } == value)
        }
        for form in Self.forms {
            #expect((CH340Request.lineControl(form) == nil) == (form.stopBits == .oneAndHalf))
        }
    }

    /// Divisors worked out by hand from Linux's ftdi_232bm_baud_base_to_divisor: 24,000,000 over the
    /// speed, in eighths, rounded to the nearest.
    @Test("FTDI: divisors are those of the kernel's driver")
    func ftdiDivisors() {
        let table: [(Int, UInt16, UInt16)] = [
            (9600, 0x4138, 0), (19_200, 0x809C, 0), (38_400, 0xC04E, 0), (57_600, 0xC034, 0),
            (115_200, 0x001A, 0), (9624, 0x8137, 1), (16_129, 0x00BA, 0), (300, 0x2710, 0),
            (2_000_000, 1, 0), (3_000_000, 0, 0),
        ]
        for (baud, value, index) in table {
            #expect(
                fields(FTDIRequest.baud(baud, port: 0)) == [0x40, 3, value, index, 0], "\(baud)")
            #expect(FTDIRequest.baud(baud, port: 2)?.index == index << 8 | 2)
        }
        #expect(FTDIRequest.baud(183, port: 0) == nil)
        #expect(FTDIRequest.baud(3_000_001, port: 0) == nil)
    }

    @Test("FTDI: every divisor that goes out is within 1 % of its speed up to 250,000 baud")
    func ftdiAccuracy() throws {
        let eighths = [0, 4, 2, 1, 3, 5, 6, 7]
        for baud in stride(from: 184, through: 250_000, by: 7) {
            let request = try #require(FTDIRequest.baud(baud, port: 0))
            let code = Int(request.value >> 14) | Int(request.index & 1) << 2
            let divisor = 8 * Int(request.value & 0x3FFF) + eighths[code]
            #expect(abs(24_000_000 / divisor - baud) * 100 <= baud, "\(baud)")
        }
    }

    @Test("FTDI: the other requests, and which forms a chip knows")
    func ftdiRequests() {
        let table: [(ControlRequest, [UInt16])] = [
            (FTDIRequest.reset(port: 0), [0x40, 0, 0, 0, 0]),
            (FTDIRequest.purgeReceived(port: 0), [0x40, 0, 1, 0, 0]),
            (FTDIRequest.purgeUnsent(port: 1), [0x40, 0, 2, 1, 0]),
            (FTDIRequest.modemControlOn(port: 0), [0x40, 1, 0x0303, 0, 0]),
            (FTDIRequest.noFlowControl(port: 0), [0x40, 2, 0, 0, 0]),
            (FTDIRequest.latency(milliseconds: 2, port: 0), [0x40, 9, 2, 0, 0]),
        ]
        for (request, expected) in table { #expect(fields(request) == expected) }
        #expect(
            fields(FTDIRequest.format(.eightNoneOne, port: 0)) == [0x40, 4, 0x0008, 0, 0])
        let even = SerialFormat(dataBits: 7, parity: .even, stopBits: .one)
        #expect(even.flatMap { FTDIRequest.format($0, port: 0)?.value } == 0x0207)
        let two = SerialFormat(dataBits: 8, parity: .none, stopBits: .two)
        #expect(two.flatMap { FTDIRequest.format($0, port: 0)?.value } == 0x1008)
        for form in Self.forms {
            #expect((FTDIRequest.format(form, port: 0) == nil) == (form.dataBits < 7))
        }
    }

    @Test("FTDI: status is stripped from each packet of a transfer of any length")
    func ftdiPackets() {
        let text = (0..<200).map { UInt8($0) }
        for size in [64, 512] {
            let packets = stride(from: 0, to: text.count, by: size - 2).flatMap { start in
                [0x01, 0x60] + text[start..<min(start + size - 2, text.count)]
            }
            for count in 0...packets.count {
                let payload = FTDIPackets.payload(
                    of: Array(packets.prefix(count)), packetSize: size)
                let (whole, rest) = count.quotientAndRemainder(dividingBy: size)
                let expected = whole * (size - 2) + max(0, rest - 2)
                #expect(payload == Array(text.prefix(expected)), "\(count) of packets of \(size)")
            }
        }
    }

    @Test("PL2303: the start of each generation, register by register")
    func pl2303() {
        let old: [[UInt16]] = [
            [0xC0, 1, 0x8484, 0, 1], [0x40, 1, 0x0404, 0, 0], [0xC0, 1, 0x8484, 0, 1],
            [0xC0, 1, 0x8383, 0, 1], [0xC0, 1, 0x8484, 0, 1], [0x40, 1, 0x0404, 1, 0],
            [0xC0, 1, 0x8484, 0, 1], [0xC0, 1, 0x8383, 0, 1], [0x40, 1, 0, 1, 0],
            [0x40, 1, 1, 0, 0],
        ]
        let starts: [PL2303Request.Generation: [[UInt16]]] = [
            .legacy: old + [[0x40, 1, 2, 0x24, 0]], .hx: old + [[0x40, 1, 2, 0x44, 0]], .hxn: [],
        ]
        for generation in PL2303Request.Generation.allCases {
            let start = PL2303Request.start(generation).compactMap(fields)
            #expect(start == starts[generation])
        }
        #expect(fields(PL2303Request.readTypeStatus) == [0xC0, 1, 0x8080, 0, 1])
        #expect(PL2303Request.purge(.legacy).isEmpty)
        #expect(
            PL2303Request.purge(.hx).compactMap(fields) == [
                [0x40, 1, 8, 0, 0], [0x40, 1, 9, 0, 0],
            ])
        #expect(PL2303Request.purge(.hxn).compactMap(fields) == [[0x40, 0x80, 7, 3, 0]])
        #expect(fields(PL2303Request.noFlowControl(.hx)) == [0x40, 1, 0, 0, 0])
        #expect(fields(PL2303Request.noFlowControl(.hxn)) == [0x40, 0x80, 0x0A, 0x1C, 0])
    }

    @Test("CP210x: every request is to its interface")
    func cp210x() throws {
        let table: [(ControlRequest, [UInt16])] = [
            (CP210xRequest.enable(interface: 0), [0x41, 0, 1, 0, 0]),
            (CP210xRequest.purge(interface: 1), [0x41, 0x12, 0x0F, 1, 0]),
            (CP210xRequest.modemControlOn(interface: 0), [0x41, 7, 0x0303, 0, 0]),
            (CP210xRequest.format(.eightNoneOne, interface: 0), [0x41, 3, 0x0800, 0, 0]),
        ]
        for (request, expected) in table { #expect(fields(request) == expected) }
        let fast = try #require(CP210xRequest.baud(115_200, interface: 0))
        #expect(fields(fast) == [0x41, 0x1E, 0, 0, 4])
        #expect(fast.data == [0x00, 0xC2, 0x01, 0x00])
        #expect(CP210xRequest.baud(299, interface: 0) == nil)
        #expect(CP210xRequest.baud(3_000_001, interface: 0) == nil)
        for form in Self.forms {
            let value = CP210xRequest.format(form, interface: 0).value
            let expected =
                UInt16(form.dataBits) * 256 + UInt16(form.parity.rawValue) * 16
                + UInt16(form.stopBits.rawValue)
            #expect(value == expected)
        }
    }

    @Test("CDC-ACM: line coding and control lines go to the control interface")
    func cdc() throws {
        let coding = try #require(
            CDCRequest.lineCoding(SerialLine(baud: 9600), interface: 2))
        #expect(fields(coding) == [0x21, 0x20, 0, 2, 7])
        #expect(coding.data == [0x80, 0x25, 0, 0, 0, 0, 8])
        #expect(fields(CDCRequest.controlLinesOn(interface: 2)) == [0x21, 0x22, 3, 2, 0])
        let even = try #require(SerialFormat(dataBits: 7, parity: .even, stopBits: .two))
        let other = CDCRequest.lineCoding(SerialLine(baud: 38_400, format: even), interface: 0)
        #expect(other?.data == [0x00, 0x96, 0, 0, 2, 2, 7])
        #expect(CDCRequest.lineCoding(SerialLine(baud: 0), interface: 0) == nil)
    }

    @Test("CP2110: the line is a feature report with its speed highest byte first")
    func cp2110() throws {
        let line = try #require(CP2110Request.line(SerialLine(baud: 9600), interface: 0))
        #expect(fields(line) == [0x21, 9, 0x0350, 0, 9])
        #expect(line.data == [0x50, 0, 0, 0x25, 0x80, 0, 0, 3, 0])
        #expect(CP2110Request.enable(interface: 0).data == [0x41, 1])
        #expect(CP2110Request.purge(interface: 0).data == [0x43, 3])
        #expect(CP2110Request.line(SerialLine(baud: 1_000_001), interface: 0) == nil)
    }

    @Test("HID: bytes of any count come back from their reports", arguments: HIDReports.allCases)
    func reports(kind: HIDReports) {
        for count in 1...200 {
            let bytes = (0..<count).map { UInt8($0 % 251 + 1) }
            let reports = kind.reports(of: bytes)
            let room = kind == .counted ? 63 : 64
            #expect(reports.count == (count + room - 1) / room)
            let back = reports.flatMap { kind.payload(of: $0) }
            #expect(Array(back.prefix(count)) == bytes)
            #expect(back.dropFirst(count).allSatisfy { $0 == 0 })
            #expect(kind == .padded || back.count == count)
        }
        #expect(kind.reports(of: []).isEmpty)
    }

    @Test("HID: a counted report of any content gives no more bytes than it has")
    func badReports() {
        for head in UInt8.min...UInt8.max {
            for length in 0...70 {
                let report = [head] + [UInt8](repeating: 7, count: length)
                let payload = HIDReports.counted.payload(of: report)
                let expected = (1...63).contains(head) ? min(Int(head), length) : 0
                #expect(payload.count == expected)
            }
        }
        #expect(HIDReports.counted.payload(of: []).isEmpty)
        let output = HIDReports.padded.setOutput([1, 2], interface: 3)
        #expect(fields(output) == [0x21, 9, 0x0200, 3, 2])
        #expect(HIDReports.counted.setOutput([1, 2], interface: 3).value == 0x0201)
    }
}
