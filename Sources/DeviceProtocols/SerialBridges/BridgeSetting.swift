/// What a control request asks of a serial bridge, whatever chip it is. The other way round than the builders of requests,
/// and a little more: a trace may come from another driver, for example the kernel's.
package enum BridgeSetting: Hashable, Sendable {
    case readVersion
    case wake
    case reset
    case purge
    /// Nil: a divisor that belongs to no speed that is known here.
    case speed(Int?)
    case format(SerialFormat)
    case line(SerialLine)
    /// DTR or RTS are on; false: both are off.
    case modemLines(isOn: Bool)
    case readModemStatus
    case latency(milliseconds: Int)
    case flowControl(isOn: Bool)
    case readRegister(UInt16)
    case writeRegister(UInt16, UInt16)
    /// A HID report without an endpoint of its own.
    case outputReport
}

extension BridgeSetting {
    /// CH340 and CH341; nil for a request that they are not known to have.
    package static func ch340(_ request: ControlRequest) -> BridgeSetting? {
        switch (request.requestType, request.request, request.value) {
        case (0xC0, 0x5F, _): return .readVersion
        case (0x40, 0xA1, _): return .wake
        case (0x40, 0x9A, 0x1312):
            let divisor = request.index & ~0x80
            let known = CH340Baud.allCases.first { $0.divisorAndPrescaler & ~0x80 == divisor }
            return .speed(known?.rawValue)
        case (0x40, 0x9A, 0x2518): return format8250(request.index).map(BridgeSetting.format)
        case (0x40, 0x9A, let register): return .writeRegister(register, request.index)
        // Inverted on the wire.
        case (0x40, 0xA4, let lines): return .modemLines(isOn: ~lines & 0x60 != 0)
        case (0xC0, 0x95, 0x0706): return .readModemStatus
        case (0xC0, 0x95, let register): return .readRegister(register)
        default: return nil
        }
    }

    /// An 8250's line control register.
    private static func format8250(_ bits: UInt16) -> SerialFormat? {
        let parities: [UInt16: SerialFormat.Parity] = [
            0x08: .odd, 0x18: .even, 0x28: .mark, 0x38: .space,
        ]
        return SerialFormat(
            dataBits: UInt8(bits & 3) + 5, parity: parities[bits & 0x38] ?? .none,
            stopBits: bits & 0x04 == 0 ? .one : .two)
    }

    /// FTDI's chips.
    package static func ftdi(_ request: ControlRequest) -> BridgeSetting? {
        switch (request.requestType, request.request) {
        case (0x40, 0): return request.value == 0 ? .reset : .purge
        case (0x40, 1): return .modemLines(isOn: request.value & 3 != 0)
        case (0x40, 2): return .flowControl(isOn: request.value != 0 || request.index >> 8 != 0)
        case (0x40, 3): return .speed(ftdiSpeed(request))
        case (0x40, 4):
            return format(
                dataBits: request.value & 0xFF, parity: request.value >> 8 & 7,
                stopBits: request.value >> 11 & 3)
        case (0x40, 9): return .latency(milliseconds: Int(request.value & 0xFF))
        case (0xC0, 5): return .readModemStatus
        default: return nil
        }
    }

    /// The speed whose divisor this is, to the nearest of the usual ones.
    private static func ftdiSpeed(_ request: ControlRequest) -> Int? {
        usualSpeeds.first { speed in
            (UInt8(0)...4).contains { port in
                guard let same = FTDIRequest.baud(speed, port: port) else { return false }
                return same.value == request.value && same.index == request.index
            }
        }
    }

    private static let usualSpeeds = [
        1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
    ]

    /// Silicon Labs' CP210x.
    package static func cp210x(_ request: ControlRequest) -> BridgeSetting? {
        switch (request.requestType, request.request) {
        case (0x41, 0x00): return request.value == 0 ? .reset : .wake
        case (0x41, 0x03):
            return format(
                dataBits: request.value >> 8, parity: request.value >> 4 & 15,
                stopBits: request.value & 15)
        case (0x41, 0x07): return .modemLines(isOn: request.value & 3 != 0)
        case (0x41, 0x12): return .purge
        case (0x41, 0x13): return .flowControl(isOn: request.data.contains { $0 != 0 })
        case (0x41, 0x1E):
            guard request.data.count == 4 else { return .speed(nil) }
            return .speed(Int(LittleEndian.read(request.data, at: 0, count: 4)))
        case (0xC1, 0x08): return .readModemStatus
        default: return nil
        }
    }

    /// CDC-ACM.
    package static func cdc(_ request: ControlRequest) -> BridgeSetting? {
        switch (request.requestType, request.request) {
        case (0x21, 0x20):
            guard request.data.count == 7 else { return nil }
            let form = format(
                dataBits: UInt16(request.data[6]), parity: UInt16(request.data[5]),
                stopBits: UInt16(request.data[4]))
            guard case .format(let format)? = form else { return nil }
            let baud = Int(LittleEndian.read(request.data, at: 0, count: 4))
            return .line(SerialLine(baud: baud, format: format))
        case (0x21, 0x22): return .modemLines(isOn: request.value & 3 != 0)
        default: return nil
        }
    }

    /// Prolific's PL2303 of every generation.
    package static func pl2303(_ request: ControlRequest) -> BridgeSetting? {
        switch (request.requestType, request.request, request.value) {
        case (0xC0, 0x01, let register), (0xC0, 0x81, let register): .readRegister(register)
        case (0x40, 0x01, 8), (0x40, 0x01, 9), (0x40, 0x80, 0x07): .purge
        case (0x40, 0x01, let register), (0x40, 0x80, let register):
            .writeRegister(register, request.index)
        default: cdc(request)
        }
    }

    /// CP2110 and CP2114: feature reports; and output reports of any HID device.
    package static func reports(_ request: ControlRequest) -> BridgeSetting? {
        guard request.requestType == 0x21, request.request == 0x09 else { return nil }
        switch (request.value, request.data.first) {
        case (0x0341, _): return request.data.dropFirst().first == 0 ? .reset : .wake
        case (0x0343, _): return .purge
        case (0x0350, _): return cp2110Line(request.data)
        case (0x0200...0x02FF, _): return .outputReport
        default: return nil
        }
    }

    private static func cp2110Line(_ report: [UInt8]) -> BridgeSetting? {
        guard report.count == 9,
            case .format(let format)? = format(
                dataBits: UInt16(report[7]) + 5, parity: UInt16(report[5]),
                stopBits: report[8] == 0 ? 0 : 2)
        else { return nil }
        let baud = report[1...4].reduce(0) { $0 << 8 | Int($1) }
        return .line(SerialLine(baud: baud, format: format))
    }

    private static func format(
        dataBits: UInt16, parity: UInt16, stopBits: UInt16
    ) -> BridgeSetting? {
        guard let parity = UInt8(exactly: parity).flatMap(SerialFormat.Parity.init(rawValue:)),
            let stop = UInt8(exactly: stopBits).flatMap(SerialFormat.StopBits.init(rawValue:)),
            let bits = UInt8(exactly: dataBits)
        else { return nil }
        return SerialFormat(dataBits: bits, parity: parity, stopBits: stop).map(
            BridgeSetting.format)
    }
}
