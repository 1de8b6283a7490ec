import DeviceProtocols
import Testing

/// Goal: what a request asks of a bridge is told rightly. Method: every request that a driver of ours can send, back from
/// its fields; and every request at all, for traps.
@Suite struct BridgeSettingTests {
    private static let speeds = [9_600, 19_200, 38_400, 57_600, 115_200]

    private static let forms = (UInt8(5)...8).flatMap { bits in
        SerialFormat.Parity.allCases.flatMap { parity in
            SerialFormat.StopBits.allCases.compactMap {
                SerialFormat(dataBits: bits, parity: parity, stopBits: $0)
            }
        }
    }

    @Test("Every speed is told by the request that sets it", arguments: speeds)
    func speed(baud: Int) {
        for version: UInt8 in [0x27, 0x31] {
            let request = CH340Baud(rawValue: baud).map {
                CH340Request.baud($0, version: version)
            }
            #expect(request.flatMap(BridgeSetting.ch340) == .speed(baud))
        }
        for port: UInt8 in 0...4 {
            #expect(FTDIRequest.baud(baud, port: port).flatMap(BridgeSetting.ftdi) == .speed(baud))
        }
        #expect(
            CP210xRequest.baud(baud, interface: 1).flatMap(BridgeSetting.cp210x) == .speed(baud))
        let line = SerialLine(baud: baud)
        for told in [BridgeSetting.cdc, BridgeSetting.pl2303] {
            #expect(CDCRequest.lineCoding(line, interface: 0).flatMap(told) == .line(line))
        }
        #expect(
            CP2110Request.line(line, interface: 0).flatMap(BridgeSetting.reports) == .line(line))
    }

    @Test("Every form of a character is told by the request that sets it", arguments: forms)
    func format(form: SerialFormat) {
        if let request = CH340Request.lineControl(form) {
            #expect(BridgeSetting.ch340(request) == .format(form))
        }
        if let request = FTDIRequest.format(form, port: 0) {
            #expect(BridgeSetting.ftdi(request) == .format(form))
        }
        #expect(
            BridgeSetting.cp210x(CP210xRequest.format(form, interface: 0)) == .format(form))
        let line = SerialLine(baud: 9_600, format: form)
        #expect(
            CDCRequest.lineCoding(line, interface: 0).flatMap(BridgeSetting.cdc) == .line(line))
        // CP2110 knows long stop bits or not, and no more.
        guard form.stopBits != .oneAndHalf else { return }
        #expect(
            CP2110Request.line(line, interface: 0).flatMap(BridgeSetting.reports) == .line(line))
    }

    @Test("The other requests are told too")
    func others() {
        let lines = BridgeSetting.modemLines(isOn: true)
        #expect(BridgeSetting.ch340(CH340Request.readVersion) == .readVersion)
        #expect(BridgeSetting.ch340(CH340Request.initialise) == .wake)
        #expect(BridgeSetting.ch340(CH340Request.modemControlOn) == lines)
        #expect(BridgeSetting.ch340(CH340Request.readModemStatus) == .readModemStatus)
        #expect(BridgeSetting.ftdi(FTDIRequest.reset(port: 1)) == .reset)
        #expect(BridgeSetting.ftdi(FTDIRequest.purgeUnsent(port: 1)) == .purge)
        #expect(BridgeSetting.ftdi(FTDIRequest.modemControlOn(port: 0)) == lines)
        #expect(BridgeSetting.ftdi(FTDIRequest.noFlowControl(port: 0)) == .flowControl(isOn: false))
        #expect(
            BridgeSetting.ftdi(FTDIRequest.latency(milliseconds: 2, port: 0))
                == .latency(milliseconds: 2))
        #expect(BridgeSetting.cp210x(CP210xRequest.enable(interface: 0)) == .wake)
        #expect(BridgeSetting.cp210x(CP210xRequest.purge(interface: 0)) == .purge)
        #expect(BridgeSetting.cp210x(CP210xRequest.modemControlOn(interface: 0)) == lines)
        #expect(BridgeSetting.cdc(CDCRequest.controlLinesOn(interface: 0)) == lines)
        #expect(BridgeSetting.reports(CP2110Request.enable(interface: 0)) == .wake)
        #expect(BridgeSetting.reports(CP2110Request.purge(interface: 0)) == .purge)
        for generation in PL2303Request.Generation.allCases {
            let all =
                PL2303Request.start(generation) + PL2303Request.purge(generation)
                + [PL2303Request.noFlowControl(generation), PL2303Request.readTypeStatus]
            for request in all { #expect(BridgeSetting.pl2303(request) != nil) }
        }
        for reports in HIDReports.allCases {
            let request = reports.setOutput([1, 0x06], interface: 0)
            #expect(BridgeSetting.reports(request) == .outputReport)
        }
    }

    @Test("A request that nobody sends traps nothing")
    func anyRequest() {
        let chips = [
            BridgeSetting.ch340, BridgeSetting.ftdi, BridgeSetting.cp210x, BridgeSetting.cdc,
            BridgeSetting.pl2303, BridgeSetting.reports,
        ]
        var told = 0
        for type: UInt8 in [0x21, 0x40, 0x41, 0xA1, 0xC0, 0xC1] {
            for number in UInt8.min...UInt8.max {
                for (value, count) in [(UInt16(0), 0), (0xFFFF, 7), (0x0350, 9), (0x1312, 4)] {
                    let request = ControlRequest(
                        requestType: type, request: number, value: value, index: 0xFFFF,
                        length: UInt16(count), data: [UInt8](repeating: 0xFF, count: count))
                    told += chips.count { $0(request) != nil }
                }
            }
        }
        #expect(told > 20)
    }
}
