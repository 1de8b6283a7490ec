import Drivers
import KioskPorts
import Simulator
import Synchronization

/// One reader with a plan of faults on a simulated USB, with the production driver on it, on virtual time.
final class ReaderBench {
    /// Longer than any call of the driver takes: a command, and every rung of the ladder after it.
    static let callLimit = Duration.seconds(90)
    static let port: UInt8 = 1

    let executor = VirtualExecutor(seed: 1)
    let clock: VirtualClock
    let bus: InProcessBus
    /// What stands between the reader and the bus, and may refuse.
    let system: RefusingBus
    let device: FaultyReader
    let reader: CCIDReader
    let log = Lines()

    init(
        port: UInt8 = port, card: any PresentedCard = EchoCard(),
        shape: CCIDReaderShape = CCIDReaderShape(), others: [any PresentedCard] = [],
        faults: [PlannedReaderFault] = [],
        around wrap: (FaultyReader) -> any SimulatedUSBDevice = { $0 },
        trace: (any USBTraceSink)? = nil
    ) {
        clock = VirtualClock(executor: executor, wallAtStart: 0)
        bus = InProcessBus(clock: clock, trace: trace)
        system = RefusingBus(bus)
        device = FaultyReader(
            CCIDReaderModel(serialNumber: "A", shape: shape, cards: [card] + others),
            faults: faults)
        bus.plug(wrap(device), port: port)
        let log = log
        reader = CCIDReader(
            DeviceSelector(interfaceClass: CCIDReader.interfaceClass, serialNumber: "A"),
            on: system, clock: clock, log: { log.add($0) })
    }

    /// Runs a call to its end, on virtual time; nil when it hangs.
    func run<Answer: Sendable>(
        _ body: @escaping @Sendable () async -> Answer
    ) -> Answer? {
        let box = Shared<Answer>(result: Mutex(nil))
        Task(executorPreference: executor) { box.put(await body()) }
        _ = executor.run(until: clock.monotonic() + Self.callLimit) { box.answer != nil }
        return box.answer
    }

    /// Activates the card and sends it some commands; the answers, or the first fault.
    func talk(_ apdus: [UInt8]...) -> ReaderEnd { talkAll(apdus) }

    /// The fault in which an activation and a command end; nil when there is none, or the call hangs.
    func fault(sending apdu: [UInt8]) -> CardChannelFault? { fault(of: reader, sending: apdu) }

    func fault(of reader: CCIDReader, sending apdu: [UInt8]) -> CardChannelFault? {
        let fault = run { () async -> CardChannelFault? in
            do throws(CardChannelFault) {
                _ = try await reader.activate()
                _ = try await reader.transmit(apdu)
                return nil
            } catch {
                return error
            }
        }
        return fault ?? nil
    }

    /// What asking whether the reader is there ends with; nil when it is.
    func probe() -> CardChannelFaultKind? {
        let reader = reader
        let kind = run { () async -> CardChannelFaultKind? in
            do throws(CardChannelFault) {
                try await reader.probe()
                return nil
            } catch {
                return error.kind
            }
        }
        return kind ?? nil
    }

    func talkAll(_ apdus: [[UInt8]]) -> ReaderEnd { talkAll(apdus, over: reader) }

    func talkAll(_ apdus: [[UInt8]], over reader: any CardChannel) -> ReaderEnd {
        let end = run { () async -> ReaderEnd in
            do throws(CardChannelFault) {
                _ = try await reader.activate()
                var answers: [[UInt8]] = []
                for apdu in apdus { answers.append(try await reader.transmit(apdu)) }
                return .answered(answers)
            } catch {
                return .failed(error.kind)
            }
        }
        return end ?? .hung
    }
}

/// How some calls of a reader ended.
enum ReaderEnd: Hashable {
    case answered([[UInt8]])
    case failed(CardChannelFaultKind)
    case hung
}

/// A card that answers each command with its bytes in reverse and 9000; it may work for a time, or be away.
final class EchoCard: PresentedCard {
    private struct State {
        var isPresent = true
        var isActive = false
        var seen: [[UInt8]] = []
    }

    static let answerToReset: [UInt8] = [0x3B, 0x80, 0x80, 0x01, 0x01]

    private let takes: Duration
    private let state = Mutex(State())

    init(takes: Duration = .milliseconds(5)) { self.takes = takes }

    static func answer(to apdu: [UInt8]) -> [UInt8] { apdu.reversed() + [0x90, 0x00] }

    /// The commands that it carried out.
    var seen: [[UInt8]] { state.withLock { $0.seen } }

    func leave() { state.withLock { $0.isPresent = false } }

    func isPresent(now: Duration) -> Bool { state.withLock { $0.isPresent } }

    func activate(now: Duration) -> [UInt8]? {
        state.withLock { state in
            state.isActive = state.isPresent
            return state.isPresent ? Self.answerToReset : nil
        }
    }

    func deactivate(now: Duration) { state.withLock { $0.isActive = false } }

    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        state.withLock { state in
            guard state.isPresent, state.isActive else {
                return PresentedCardReply(response: nil, takes: .zero)
            }
            state.seen.append(apdu)
            return PresentedCardReply(response: Self.answer(to: apdu), takes: takes)
        }
    }
}

/// Lines of a log.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}
