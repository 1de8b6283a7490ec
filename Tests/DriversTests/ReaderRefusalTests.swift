import Drivers
import KioskPorts
import Simulator
import Testing

/// Goal: what the system refuses to do with a reader is told in its own words, costs no command and no other reader, and is
/// over when the system gives way. Method: a bus that refuses one deed, under the production driver, on virtual time.
@Suite struct ReaderRefusalTests {
    private static let apdu: [UInt8] = [0x90, 0x60, 0, 0, 0]
    private static let whole = ReaderEnd.answered([EchoCard.answer(to: apdu)])
    private static let ladder = "drain, abort, clearHalts, powerOff, reclaim, reset"

    enum Refusal: CaseIterable {
        case denied, busy, failed, gone

        func fault(_ id: USBDeviceID) -> USBFault {
            switch self {
            case .denied: .accessDenied(id)
            case .busy: .busy(id, doing: "claiming interface 0")
            case .failed: .failed(doing: "asking the system", code: -99)
            case .gone: .noSuchDevice(id)
            }
        }

        /// What the channel's fault says.
        var words: String {
            switch self {
            case .denied: "the reader cannot be used: no permission to open bus 1 address 2"
            case .busy:
                "the reader cannot be used: claiming interface 0 on bus 1 address 2: "
                    + "held by another program or driver"
            case .failed: "the reader cannot be used: asking the system: USB error -99"
            case .gone: "the reader is not plugged in"
            }
        }
    }

    @Test(
        "A reader that is not given to the kiosk says why, and works once it is",
        arguments: [BusDeed.open, .claim], Refusal.allCases)
    func opening(deed: BusDeed, refusal: Refusal) {
        let card = EchoCard()
        let bench = ReaderBench(card: card)
        bench.system.refuse(deed, refusal.fault)
        let fault = bench.fault(sending: Self.apdu)
        #expect(fault?.kind == (refusal == .gone ? .readerGone : .readerFault))
        #expect(fault?.detail == "activating the card: \(refusal.words)")
        #expect(bench.system.left == 0 && card.seen.isEmpty)
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.log.all.isEmpty)
    }

    @Test(
        "A device that cannot be opened hides no other: the reader is found behind it",
        arguments: ["A", nil])
    func other(serial: String?) {
        let card = EchoCard()
        let bench = ReaderBench(port: 2, card: card)
        bench.bus.plug(CCIDReaderModel(serialNumber: "B", card: EchoCard()), port: 1)
        bench.system.refuse(.open, port: 1) { .accessDenied($0) }
        let reader = CCIDReader(
            DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: serial),
            on: bench.system, clock: bench.clock, log: { _ in })
        #expect(bench.fault(of: reader, sending: Self.apdu) == nil)
        #expect(card.seen == [Self.apdu])
        #expect(bench.system.left == 0)
    }

    @Test(
        "A rung of the ladder that the system refuses is passed over, and the next one mends",
        arguments: [BusDeed.clearHalt, .release, .claim], Refusal.allCases)
    func rung(deed: BusDeed, refusal: Refusal) {
        let card = EchoCard()
        let bench = ReaderBench(
            card: card, faults: [PlannedReaderFault(.hangsUntilReset, at: .exchange)])
        #expect(bench.talk(Self.apdu) == .failed(.timedOut))
        // The claim when it was opened is behind it.
        bench.system.refuse(deed, refusal.fault)
        // One that is gone for the system is looked for again, and climbs the ladder from its foot.
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.system.left == 0)
        #expect(bench.log.all == ["the reader is in step again after \(Self.ladder)"])
        #expect(card.seen == [Self.apdu])
    }

    @Test("A reader that cannot even be reset is given up by name, and tried anew by the next call")
    func reset() {
        let bench = ReaderBench(
            faults: [PlannedReaderFault(.hangsUntilReset, at: .exchange)])
        #expect(bench.talk(Self.apdu) == .failed(.timedOut))
        bench.system.refuse(.reset) { _ in .failed(doing: "resetting", code: -99) }
        let fault = bench.fault(sending: Self.apdu)
        #expect(fault?.kind == .readerFault)
        #expect(
            fault?.detail == "activating the card: the reader cannot be used: "
                + "it does not answer after the whole recovery ladder")
        #expect(bench.log.all == ["the reader is out of step even after \(Self.ladder)"])
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.log.all.last == "the reader is in step again after \(Self.ladder)")
    }

    @Test("A reader that comes out of a reset as another device is found again by its selector")
    func resetAsAnother() {
        let bench = ReaderBench(
            faults: [PlannedReaderFault(.hangsUntilReset, at: .exchange)])
        #expect(bench.talk(Self.apdu) == .failed(.timedOut))
        let (bus, device) = (bench.bus, bench.device)
        bench.system.refuse(.reset) { id in
            bus.unplug(port: ReaderBench.port)
            bus.plug(device, port: ReaderBench.port)
            return .noSuchDevice(id)
        }
        // An activation may be done again with the reader as it is plugged in now.
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.system.left == 0)
        #expect(bench.log.all.isEmpty)
    }
}
