import CampusCard
import KioskPorts
import StoreClient
import Synchronization
import Testing

@Suite("The store's calls over a carrier of bytes")
struct StoreClientTests {
    private static let kiosk = KioskID(validated: "K-01")
    private static let caseID = CaseID(validated: "c-1")
    private static let done =
        #"{"answer":{"fee":0,"money":"none","stage":"opened"},"outcome":"done"}"#

    private func client(_ carrier: ScriptedCarrier, _ clock: SteppingClock) -> StoreClient {
        StoreClient(kiosk: Self.kiosk, carrier: carrier, clock: clock)
    }

    @Test(
        "An answer of the store comes back as done or refused",
        arguments: [
            (
                done,
                CallOutcome<CaseStanding>.done(
                    CaseStanding(stage: .opened, money: .none, fee: .zero))
            ),
            (#"{"outcome":"refused","refused":{"reason":"frozen"}}"#, .refused(Refused(.frozen))),
        ])
    func answers(text: String, expected: CallOutcome<CaseStanding>) async {
        let clock = SteppingClock()
        let carrier = ScriptedCarrier([.success(text)], clock)
        let outcome = await client(carrier, clock).call(
            GetCall(), caseID: Self.caseID, attempt: 1, deadline: .seconds(10))
        #expect(outcome == expected)
    }

    @Test(
        "A lost answer is asked for again with the very same bytes",
        arguments: [
            CarrierFault.notSent, .unanswered, .answerUnusable,
        ])
    func repeats(fault: CarrierFault) async {
        let clock = SteppingClock()
        let carrier = ScriptedCarrier(
            [.failure(fault), .success("{}"), .success("?"), .success(Self.done)], clock)
        let outcome = await client(carrier, clock).call(
            GetCall(), caseID: Self.caseID, attempt: 3, deadline: .seconds(60))
        #expect(outcome == .done(CaseStanding(stage: .opened, money: .none, fee: .zero)))
        #expect(carrier.sent.count == 4 && Set(carrier.sent).count == 1)
        let text = carrier.sent.first.map { String(decoding: $0, as: UTF8.self) }
        #expect(text == #"{"attempt":3,"body":{},"caseID":"c-1","kiosk":"K-01"}"#)
    }

    @Test("A store that never answers is unknown at the deadline, not later")
    func deadline() async {
        let clock = SteppingClock()
        let carrier = ScriptedCarrier([], clock)
        let outcome = await client(carrier, clock).call(
            GetCall(), caseID: Self.caseID, attempt: 1, deadline: .seconds(60))
        #expect(outcome == .unknown)
        #expect(clock.monotonic() <= .seconds(60))
        #expect(clock.monotonic() >= .seconds(57))
        #expect(carrier.sent.count > 1)
    }

    @Test("An answer that is cut or changed is no answer, or another legal one; never a trap")
    func badAnswers() async {
        let good = [UInt8](Self.done.utf8)
        var counts = (unknown: 0, legal: 0)
        for index in good.indices {
            var changed = good
            changed[index] ^= 0x01
            for bytes in [Array(good.prefix(index)), changed] {
                let clock = SteppingClock()
                let text = String(decoding: bytes, as: UTF8.self)
                let outcome = await client(ScriptedCarrier([.success(text)], clock), clock).call(
                    GetCall(), caseID: Self.caseID, attempt: 1, deadline: .seconds(5))
                if outcome == .unknown { counts.unknown += 1 } else { counts.legal += 1 }
            }
        }
        print("corrupted answers: unknown \(counts.unknown), legal \(counts.legal)")
        #expect(counts.unknown > counts.legal * 10)
    }

    @Test("The number of tries has a limit even when each fails at once")
    func limit() async {
        let clock = SteppingClock()
        let carrier = ScriptedCarrier(
            Array(repeating: .failure(.notSent), count: 1_000), clock)
        let outcome = await client(carrier, clock).call(
            GetCall(), caseID: Self.caseID, attempt: 1, deadline: .seconds(86_400))
        #expect(outcome == .unknown)
        #expect(carrier.sent.count == RepetitionLimits.ordinary.pauses.count)
    }

    @Test("A cancelled task gives up with unknown")
    func cancelled() async {
        let clock = SteppingClock(cancelsSleep: true)
        let carrier = ScriptedCarrier([.failure(.notSent), .success(Self.done)], clock)
        let outcome = await client(carrier, clock).call(
            GetCall(), caseID: Self.caseID, attempt: 1, deadline: .seconds(60))
        #expect(outcome == .unknown && carrier.sent.count == 1)
    }
}

/// A carrier that answers by a script; when the script has ended it lets each deadline pass.
private final class ScriptedCarrier: RequestCarrier {
    private let script: Mutex<[Result<String, CarrierFault>]>
    private let log = Mutex<[[UInt8]]>([])
    private let clock: SteppingClock

    init(_ script: [Result<String, CarrierFault>], _ clock: SteppingClock) {
        self.script = Mutex(script)
        self.clock = clock
    }

    var sent: [[UInt8]] { log.withLock { $0 } }

    func carry(
        _ call: StoreCallName, _ request: [UInt8], within deadline: Duration
    ) async throws(CarrierFault) -> [UInt8] {
        log.withLock { $0.append(request) }
        let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        switch next {
        case .success(let text): return [UInt8](text.utf8)
        case .failure(let fault): throw fault
        case nil:
            clock.advance(by: deadline)
            throw .unanswered
        }
    }
}

/// A clock that a sleep moves at once.
private final class SteppingClock: KioskClock {
    private let now = Mutex<Duration>(.zero)
    private let cancelsSleep: Bool

    init(cancelsSleep: Bool = false) { self.cancelsSleep = cancelsSleep }

    func advance(by duration: Duration) { now.withLock { $0 += duration } }
    func monotonic() -> Duration { now.withLock { $0 } }
    func wallMilliseconds() -> Int64 { 0 }

    func sleep(for duration: Duration) async throws(CancellationError) {
        if cancelsSleep { throw CancellationError() }
        advance(by: duration)
    }
}
