import DeviceProtocols
import Drivers
import KioskPorts
import Simulator
import Testing

/// Goal: nothing that a card is told or says of itself stands in a trace, at whatever level the reader exchanges (K14).
/// Method: a secret goes to a card and comes back through the production driver with a ring of traces on the bus; no two
/// bytes of it that follow each other are in the ring.
@Suite struct ReaderSecretTests {
    private static let secret: [UInt8] = [
        0xA5, 0x5B, 0xC7, 0x39, 0xE1, 0x1D, 0x97, 0x6B, 0xD3, 0x2F, 0xB5, 0x4D, 0xF9, 0x87, 0x71,
        0xCB,
    ]

    @Test("No two bytes of a secret in either direction", arguments: ReaderLevel.all)
    func hidden(level: ReaderLevel) {
        let ring = TraceRing(byteLimit: 1 << 22, wallMilliseconds: { 1_795_363_200_000 })
        let card = DataCard()
        let bench = ReaderBench(card: card, shape: level.shape, trace: ring)
        let data = (0..<6).flatMap { _ in Self.secret }
        let apdu: [UInt8] = [0, 0x88, 0, 0, UInt8(data.count)] + data + [0]
        let long: [UInt8] = [0, 0x88, 0, 0, 0, 1, 0x20] + data + data + data + [0, 0]
        #expect(
            bench.talk(apdu, long)
                == .answered([
                    data.reversed() + [0x90, 0x00],
                    (data + data + data).reversed() + [0x90, 0x00],
                ]))
        let trace = ring.capture()
        var pairs = Set<[UInt8]>()
        for secret in [Self.secret, Self.secret.reversed()] {
            for index in secret.indices.dropLast() {
                pairs.insert([secret[index], secret[index + 1]])
            }
        }
        #expect(trace.count > 1_000)
        for index in trace.indices.dropLast() {
            let isTold = pairs.contains([trace[index], trace[index + 1]])
            if isTold { Issue.record("\(level.testDescription): at \(index)") }
        }
    }
}
