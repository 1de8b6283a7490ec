import DeviceProtocols
import Testing

@Suite("CH340 vendor requests")
struct CH340RequestTests {
    @Test("Set-up fields are those of devices.md §5")
    func fields() {
        let table: [(ControlRequest, [UInt16])] = [
            (CH340Request.readVersion, [0xC0, 0x5F, 0x0000, 0x0000, 2]),
            (CH340Request.initialise, [0x40, 0xA1, 0x0000, 0x0000, 0]),
            (CH340Request.modemControlOn, [0x40, 0xA4, 0xFF9F, 0x0000, 0]),
            (CH340Request.readModemStatus, [0xC0, 0x95, 0x0706, 0x0000, 2]),
        ]
        for (request, fields) in table {
            let head = [UInt16(request.requestType), UInt16(request.request)]
            #expect(head + [request.value, request.index, request.length] == fields)
        }
    }

    @Test("Version 27 has the meaning of bit 7 the other way round", arguments: CH340Baud.allCases)
    func invertedBit(_ baud: CH340Baud) {
        for version in UInt8.min...UInt8.max {
            let isSet = CH340Request.baud(baud, version: version).index & 0x80 != 0
            #expect(isSet == (version > 0x27), "version \(version)")
        }
    }

    /// The divisor that Linux's ch341 driver finds (drivers/usb/serial/ch341.c,
    /// ch341_get_divisor): the chip's 48 MHz over prescaler 2^(12 − 3·ps − fact) and 256 − divisor.
    @Test("Each speed's value divides to within 1 % of it", arguments: CH340Baud.allCases)
    func divisors(_ baud: CH340Baud) {
        let value = Int(baud.divisorAndPrescaler)
        let low = value & 0x7F
        #expect(value & 0x80 != 0, "bit 7: send at once")
        let prescaler = low & 3
        let fact = (low >> 2) & 1
        let clock = 48_000_000 / (1 << (12 - 3 * prescaler - fact))
        let speed = clock / (256 - value >> 8 & 0xFF)
        #expect(abs(speed - baud.rawValue) * 100 <= baud.rawValue, "\(speed)")
        #expect(CH340Request.baud(baud, version: 0x31).value == 0x1312)
        #expect(CH340Request.baud(baud, version: 0x31).index == baud.divisorAndPrescaler)
    }
}
