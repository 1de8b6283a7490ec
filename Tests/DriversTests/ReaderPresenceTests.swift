import DeviceProtocols
import KioskPorts
import Simulator
import Synchronization
import Testing

@testable import Drivers

/// Goal: a card that comes or goes is told once, for the right slot, when it has done so for good. Method: the pure watch
/// by hand, and the production driver on readers of several slots, with and without an interrupt endpoint, on virtual time.
@Suite struct ReaderPresenceTests {
    @Test("A change counts once it has stood, and a card at the edge of the field not at all")
    func watch() {
        var watch = SlotWatch(slots: 2)
        #expect(watch.isNew && watch.nextSettling == nil)
        watch.hear(slot: 0, isPresent: true, now: .milliseconds(0))
        watch.hear(slot: 1, isPresent: false, now: .milliseconds(50))
        // Four slots stand in one byte of the message.
        watch.hear(slot: 2, isPresent: true, now: .milliseconds(50))
        #expect(watch.nextSettling == .milliseconds(200))
        #expect(watch.settled(now: .milliseconds(199)) == [])
        #expect(watch.settled(now: .milliseconds(200)) == [SlotPresence(slot: 0, isPresent: true)])
        #expect(watch.settled(now: .milliseconds(260)) == [SlotPresence(slot: 1, isPresent: false)])
        #expect(!watch.isNew && watch.nextSettling == nil)
        // It flutters: each return to what was told ends the change.
        for time in stride(from: 300, to: 3_000, by: 100) {
            watch.hear(slot: 0, isPresent: time / 100 % 2 == 0, now: .milliseconds(time))
            #expect(watch.settled(now: .milliseconds(time + 99)) == [])
        }
        // Said again it is no new change.
        watch.hear(slot: 0, isPresent: false, now: .milliseconds(3_000))
        watch.hear(slot: 0, isPresent: false, now: .milliseconds(3_150))
        #expect(
            watch.settled(now: .milliseconds(3_200)) == [SlotPresence(slot: 0, isPresent: false)])
    }

    private static func shape(hasInterrupt: Bool = true) -> CCIDReaderShape {
        var shape = CCIDReaderShape()
        shape.slotCount = 3
        shape.hasInterrupt = hasInterrupt
        return shape
    }

    private func changes(
        _ bench: ReaderBench, within wait: Duration = .seconds(5)
    ) -> Result<[SlotPresence], CardChannelFault>? {
        let reader = bench.reader
        return bench.run { () async -> Result<[SlotPresence], CardChannelFault> in
            do throws(CardChannelFault) {
                return .success(try await reader.presenceChanges(within: wait))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("Cards in three slots come and go, each is told once", arguments: [true, false])
    func slots(hasInterrupt: Bool) throws {
        let cards = [EchoCard(), EchoCard(), EchoCard()]
        cards[1].leave()
        let bench = ReaderBench(
            card: cards[0], shape: Self.shape(hasInterrupt: hasInterrupt),
            others: [cards[1], cards[2]])
        #expect(
            try changes(bench)?.get() == [
                SlotPresence(slot: 0, isPresent: true), SlotPresence(slot: 1, isPresent: false),
                SlotPresence(slot: 2, isPresent: true),
            ])
        #expect(try changes(bench)?.get() == [])
        cards[2].leave()
        #expect(try changes(bench)?.get() == [SlotPresence(slot: 2, isPresent: false)])
        // Other calls go on meanwhile, and what they find changes nothing that was told.
        #expect(bench.talk([0, 1, 2, 3, 4]) == .answered([EchoCard.answer(to: [0, 1, 2, 3, 4])]))
        #expect(try changes(bench, within: .milliseconds(300))?.get() == [])
    }

    @Test(
        "A reader that says something is wrong with it is a fault, what it says of its own is nothing"
    )
    func notices() throws {
        let bench = ReaderBench(
            shape: Self.shape(), others: [EchoCard(), EchoCard()],
            faults: [PlannedReaderFault(.hardwareError)])
        _ = try changes(bench)?.get()
        #expect(bench.talk([0, 1, 2, 3, 4]) == .failed(.readerFault))
        guard case .failure(let fault)? = changes(bench) else {
            Issue.record("a hardware error was passed over")
            return
        }
        #expect(fault.kind == .readerFault)
        #expect(fault.detail == "watching for cards: hardware error 1 in slot 0")
        #expect(bench.talk([0, 1, 2, 3, 4]) == .answered([EchoCard.answer(to: [0, 1, 2, 3, 4])]))
    }

    @Test(
        "An endpoint that fails, and a reader that is pulled, are named",
        arguments: NoticeFault.allCases)
    func faults(fault: NoticeFault) throws {
        let cable = Shared<NoticeCable>(result: Mutex(nil))
        let bench = ReaderBench(
            shape: Self.shape(), others: [EchoCard(), EchoCard()],
            around: { device in
                let made = NoticeCable(device)
                cable.put(made)
                return made
            })
        _ = try changes(bench)?.get()
        cable.answer?.next = fault
        let end = changes(bench)
        switch fault {
        case .vendor, .short: #expect(try end?.get() == [])
        case .stall, .oversize:
            guard case .failure(let met)? = end else {
                Issue.record("\(fault) was passed over")
                return
            }
            #expect(met.kind == .readerFault)
            #expect(met.detail.hasPrefix("watching for cards: reading a notice: "))
        }
        bench.bus.unplug(port: ReaderBench.port)
        guard case .failure(let gone)? = changes(bench) else {
            Issue.record("a pulled reader was not missed")
            return
        }
        #expect(gone.kind == .readerGone)
    }
}

/// What can come on the interrupt endpoint.
enum NoticeFault: CaseIterable { case vendor, short, stall, oversize }

/// A cable that puts something else in the place of the next notice.
final class NoticeCable: SimulatedUSBDevice, @unchecked Sendable {
    private let model: any SimulatedUSBDevice
    // Used on the simulation's one thread only.
    var next: NoticeFault?

    init(_ model: any SimulatedUSBDevice) { self.model = model }

    var descriptors: USBDescriptors { model.descriptors }
    func string(at index: UInt8) -> String? { model.string(at: index) }
    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer {
        model.control(setup, data: data, now: now)
    }
    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer { model.receive(data, on: endpoint, now: now) }
    func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        guard endpoint.raw == 0x83, let fault = next else {
            return model.send(on: endpoint, capacity: capacity, now: now)
        }
        next = nil
        switch fault {
        case .vendor: return .bytes([0xC7, 1, 2])
        case .short: return .bytes([0x50])
        case .stall: return .stall
        case .oversize: return .bytes([UInt8](repeating: 0x50, count: 70_000))
        }
    }
    func nextWake(now: Duration) -> Duration? { model.nextWake(now: now) }
    func clearHalt(_ endpoint: USBEndpointAddress) { model.clearHalt(endpoint) }
    func reset(now: Duration) { model.reset(now: now) }
}
