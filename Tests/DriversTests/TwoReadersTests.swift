import Drivers
import KioskPorts
import Simulator
import Testing

/// Goal: each role has its own reader, whatever else is plugged in. Method: two production drivers on one simulated bus,
/// each reader with a card of its own.
@Suite struct TwoReadersTests {
    private static let apdu: [UInt8] = [1, 2, 3, 4]

    /// Two readers in sockets 1-1 and 1-2 with these serial numbers.
    private struct Pair {
        let bench = ReaderBench()
        let cards = [EchoCard(), EchoCard()]

        init(_ first: String?, _ second: String?) {
            bench.bus.unplug(port: ReaderBench.port)
            for (port, serial) in [(UInt8(1), first), (2, second)] {
                bench.bus.plug(
                    CCIDReaderModel(serialNumber: serial, card: cards[Int(port) - 1]), port: port)
            }
        }

        /// Sends a command over the reader in a role; what came of it.
        func use(serial: String? = nil, port: UInt8? = nil) -> ReaderEnd? {
            let reader = CCIDReader(
                DeviceSelector(
                    interfaceClass: CCIDReader.interfaceClass,
                    location: port.map { USBLocation(bus: 1, ports: [$0]) }, serialNumber: serial),
                on: bench.bus, clock: bench.clock, log: { _ in })
            return bench.run { () async -> ReaderEnd in
                do throws(CardChannelFault) {
                    _ = try await reader.activate()
                    let answer = try await reader.transmit(TwoReadersTests.apdu)
                    await reader.close()
                    return .answered([answer])
                } catch {
                    return .failed(error.kind)
                }
            }
        }

        /// How many commands each card carried out.
        var counts: [Int] { cards.map(\.seen.count) }
    }

    @Test("Readers with serial numbers are told apart by them")
    func bySerialNumber() {
        let pair = Pair("IN", "OUT")
        _ = pair.use(serial: "OUT")
        #expect(pair.counts == [0, 1])
        _ = pair.use(serial: "IN")
        #expect(pair.counts == [1, 1])
    }

    @Test(
        "Readers without serial numbers, or with the same one, are told apart by their sockets",
        arguments: [nil, "1"])
    func bySocket(serial: String?) {
        let pair = Pair(serial, serial)
        _ = pair.use(port: 2)
        #expect(pair.counts == [0, 1])
        _ = pair.use(port: 1)
        #expect(pair.counts == [1, 1])
        #expect(pair.use(port: 3) == .failed(.readerGone))
    }

    @Test("A serial number that two readers have names neither of them")
    func ambiguous() {
        let pair = Pair("1", "1")
        #expect(pair.use(serial: "1") == .failed(.readerFault))
        #expect(pair.counts == [0, 0])
        pair.bench.bus.unplug(port: 1)
        _ = pair.use(serial: "1")
        #expect(pair.counts == [0, 1])
    }

    @Test("Two readers work at once, and one that is claimed already is refused to another program")
    func atOnce() {
        let pair = Pair("IN", "OUT")
        let (bus, clock) = (pair.bench.bus, pair.bench.clock)
        let reader: @Sendable (String) -> CCIDReader = { serial in
            CCIDReader(
                DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: serial),
                on: bus, clock: clock, log: { _ in })
        }
        let (inside, counter, thief) = (reader("IN"), reader("OUT"), reader("IN"))
        let kinds = pair.bench.run { () async -> [CardChannelFaultKind?] in
            async let first = Self.kind { () throws(CardChannelFault) in
                _ = try await inside.activate()
            }
            async let second = Self.kind { () throws(CardChannelFault) in
                _ = try await counter.activate()
            }
            let both = await [first, second]
            return await both + [
                Self.kind { () throws(CardChannelFault) in try await thief.probe() }
            ]
        }
        #expect(kinds == [nil, nil, .readerFault])
    }

    private static func kind(
        _ body: () async throws(CardChannelFault) -> Void
    ) async -> CardChannelFaultKind? {
        do throws(CardChannelFault) {
            try await body()
            return nil
        } catch {
            return error.kind
        }
    }
}
