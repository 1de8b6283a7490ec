import DeviceProtocols
import Testing

/// Goal: a command with extended lengths passes a reader that knows short ones. Method: dialogues by hand.
@Suite struct ShortAPDUExchangeTests {
    private func begin(_ apdu: [UInt8]) throws -> (ShortAPDUExchange, CardStep) {
        var exchange = ShortAPDUExchange(try CommandAPDU(apdu))
        let step = exchange.begin()
        return (exchange, step)
    }

    @Test("Data of more than 255 bytes is chained by the class, and a long answer fetched")
    func chained() throws {
        let data = (0..<600).map { UInt8(truncatingIfNeeded: $0) }
        let apdu: [UInt8] = [0x80, 0xD6, 1, 2, 0, 0x02, 0x58] + data + [0x01, 0x04]
        var (exchange, step) = try begin(apdu)
        #expect(step == .send([0x90, 0xD6, 1, 2, 255] + data[0..<255]))
        step = exchange.receive([0x90, 0x00])
        #expect(step == .send([0x90, 0xD6, 1, 2, 255] + data[255..<510]))
        step = exchange.receive([0x90, 0x00])
        #expect(step == .send([0x80, 0xD6, 1, 2, 90] + data[510...] + [0]))
        let first = [UInt8](repeating: 1, count: 256)
        step = exchange.receive(first + [0x61, 0x20])
        #expect(step == .send([0x00, 0xC0, 0, 0, 4]))
        step = exchange.receive([2, 3, 0x61, 0x1E])
        #expect(step == .send([0x00, 0xC0, 0, 0, 2]))
        #expect(exchange.receive([4, 5, 0x90, 0]) == .answered(first + [2, 3, 4, 5, 0x90, 0]))
    }

    @Test("A refusal in the middle of a chain is the answer, and nothing more is sent")
    func refusedChain() throws {
        let apdu: [UInt8] = [0x00, 0xD6, 0, 0, 0, 1, 0] + [UInt8](repeating: 7, count: 256)
        var (exchange, _) = try begin(apdu)
        #expect(exchange.receive([0x68, 0x84]) == .answered([0x68, 0x84]))
    }

    @Test("A wrong length is corrected once, and never of a command with data")
    func corrected() throws {
        var (exchange, step) = try begin([0x00, 0xB0, 0, 0, 0, 0, 9])
        #expect(step == .send([0x00, 0xB0, 0, 0, 9]))
        step = exchange.receive([0x6C, 2])
        #expect(step == .send([0x00, 0xB0, 0, 0, 2]))
        #expect(exchange.receive([0x6C, 1]) == .answered([0x6C, 1]))
        var (withData, _) = try begin([0x00, 0x88, 0, 0, 0, 0, 1, 5, 0, 9])
        #expect(withData.receive([0x6C, 2]) == .answered([0x6C, 2]))
    }

    @Test("What a card says wrongly ends the exchange by name")
    func faults() throws {
        for (answer, fault) in [
            ([], CardLinkFault.noStatusWord(0)), ([0x90], .noStatusWord(1)),
            ([1, 2, 3, 0x90, 0], .tooMuch(received: 3, limit: 2)),
        ] as [([UInt8], CardLinkFault)] {
            var (exchange, _) = try begin([0x00, 0xB0, 0, 0, 0, 0, 2])
            #expect(exchange.receive(answer) == .failed(fault))
        }
        var (exchange, step) = try begin([0x00, 0xB0, 0, 0, 0, 0, 0])
        while case .send = step { step = exchange.receive([0x61, 0]) }
        #expect(step == .failed(.endless(commands: ShortAPDUExchange.commandLimit)))
    }
}
