import KioskPorts
import Simulator
import Testing

@testable import Drivers

/// Goal: a card is reached through a reader that may be pulled at any moment. Method: the production driver on the simulated
/// reader over the machine's own chips, on virtual time.
@Suite struct CCIDReaderTests {
    private static let getVersion: [UInt8] = [0x90, 0x60, 0, 0, 0]

    private func withCard() throws -> (Workbench, CCIDReader) {
        let bench = try Workbench()
        let dispenser = try bench.dispenser("simulated")
        _ = bench.run { try? await dispenser.connect() }
        _ = bench.move(dispenser, .feed)
        return (bench, bench.reader())
    }

    private func transmit(_ bench: Workbench, _ reader: CCIDReader) -> Result<
        [UInt8], CardChannelFault
    >? {
        bench.run {
            do throws(CardChannelFault) {
                _ = try await reader.activate()
                return .success(try await reader.transmit(Self.getVersion))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("A card at the read position is activated and answers")
    func answers() throws {
        let (bench, reader) = try withCard()
        let answer = try #require(transmit(bench, reader)).get()
        #expect(answer.suffix(2) == [0x91, 0xAF])
    }

    @Test("Without a card the channel says that the card is lost")
    func noCard() throws {
        let bench = try Workbench()
        let reader = bench.reader()
        let result = transmit(bench, reader)
        #expect(throws: CardChannelFault.self) { try result?.get() }
        if case .failure(let fault)? = result { #expect(fault.kind == .cardLost) }
    }

    @Test("A reader that is pulled is gone, and one that is plugged in again answers")
    func replugged() throws {
        let (bench, reader) = try withCard()
        _ = transmit(bench, reader)
        try bench.obey(.pull(.reader))
        if case .failure(let fault)? = transmit(bench, reader) {
            #expect(fault.kind == .readerGone)
        } else {
            Issue.record("a pulled reader answered")
        }
        try bench.obey(.plug(.reader))
        #expect(try transmit(bench, reader)?.get().suffix(2) == [0x91, 0xAF])
    }
}
