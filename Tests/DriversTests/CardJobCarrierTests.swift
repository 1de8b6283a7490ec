import CardEncoding
import CardPrimitives
import KioskPorts
import Simulator
import Synchronization
import Testing
import VirtualChips

@testable import Drivers

/// Goal: a job on a single card goes on after whatever a person or a reader does on the way, says what it waits for, and
/// ends by name. Method: a finished chip in a field with faults, read by the carrier on virtual time.
@Suite struct CardJobCarrierTests {
    /// The limit of a job, of `CardJob`: after so many losses it gives up.
    private static let recoveries = ReadCard.recoveryLimit

    /// What a reading came to, and what the person heard.
    private struct Reading {
        let result: Result<CardContents, any Error>
        let log: [String]
        let took: Duration
        let field: FaultyField
    }

    private func read(
        _ faults: FaultyField.Faults, waits: Bool = true, cancelledAfter moment: Duration? = nil
    ) throws -> Reading {
        let executor = VirtualExecutor(seed: 1)
        let clock = VirtualClock(executor: executor, wallAtStart: 0)
        let (field, log) = (FaultyField(try PersonalisedChip.memory(), faults), Lines())
        let carrier = CardJobCarrier(
            channel: field, clock: waits ? clock : nil, log: { log.add($0) })
        let job = try PersonalisedChip.reading()
        let box = Shared<Result<CardContents, any Error>>(result: Mutex(nil))
        let task = Task(executorPreference: executor) {
            box.put(await carrier.result(of: job))
        }
        if let moment {
            Task(executorPreference: executor) {
                // Nothing cancels this task.
                try? await clock.sleep(for: moment)
                task.cancel()
            }
        }
        _ = executor.run(until: .seconds(1_000)) { box.answer != nil }
        return Reading(
            result: try #require(box.answer), log: log.all, took: clock.monotonic(), field: field)
    }

    private static let wait = "put the card on the reader, and keep it there"

    @Test("A card that is lost at any one command is read all the same, and the loss is told")
    func lostOnce() throws {
        let whole = try read(.init())
        let contents = try whole.result.get()
        #expect(whole.log.isEmpty)
        #expect(whole.field.commands > 5)
        for command in 1...whole.field.commands {
            let reading = try read(.init(lostCommands: [command]))
            #expect(try reading.result.get() == contents, "\(command)")
            #expect(reading.log == ["sending: card.lost"], "\(command)")
        }
    }

    @Test("A card that is put on the reader late is waited for, once a second")
    func late() throws {
        let reading = try read(.init(absentActivations: 3))
        #expect(throws: Never.self) { try reading.result.get() }
        #expect(reading.log == Array(repeating: Self.wait, count: 3))
        #expect(reading.took == .seconds(3))
    }

    @Test("A card that never comes is given up after half a minute for each try of the job")
    func never() throws {
        let reading = try read(.init(absentActivations: .max))
        let fault = #expect(throws: EncodingFault.self) { try reading.result.get() }
        #expect(fault?.cause == .lost && fault?.step == nil)
        #expect(reading.log == Array(repeating: Self.wait, count: 30 * (Self.recoveries + 1)))
        #expect(reading.took == .seconds(30 * (Self.recoveries + 1)))
        #expect(reading.field.commands == 0)
    }

    @Test("Where nobody waits, a card that is not there is lost at once")
    func unwaited() throws {
        let reading = try read(.init(absentActivations: .max), waits: false)
        let fault = #expect(throws: EncodingFault.self) { try reading.result.get() }
        #expect(fault?.cause == .lost)
        #expect(reading.log.isEmpty && reading.took == .zero)
        #expect(reading.field.activations == Self.recoveries + 1)
    }

    @Test("A reader that is gone ends the job with its own fault, and is not asked again")
    func readerGone() throws {
        let gone = CardChannelFault(.readerGone, detail: "activating")
        let reading = try read(.init(reader: gone))
        let fault = #expect(throws: CardChannelFault.self) { try reading.result.get() }
        #expect(fault == gone)
        #expect(reading.field.activations == 1 && reading.log.isEmpty)
    }

    @Test("A job that is cancelled while it waits for a card ends then, and has touched no card")
    func cancelled() throws {
        let reading = try read(
            .init(absentActivations: .max), cancelledAfter: .milliseconds(4_500))
        #expect(throws: CancellationError.self) { try reading.result.get() }
        #expect(reading.took == .milliseconds(4_500))
        #expect(reading.field.commands == 0)
    }
}

/// A chip in a field that loses it.
private final class FaultyField: CardChannel {
    struct Faults {
        /// The numbers of the commands, from 1 on, after which the card is gone once.
        var lostCommands: Set<Int> = []
        /// So often no card is there when one is looked for.
        var absentActivations = 0
        /// What the reader itself answers to every activation.
        var reader: CardChannelFault?
    }

    private struct State {
        var activations = 0
        var commands = 0
    }

    private let chip: Mutex<ChipInField>
    private let faults: Faults
    private let state = Mutex(State())

    init(_ memory: ChipMemory, _ faults: Faults) {
        chip = Mutex(ChipInField(memory))
        self.faults = faults
    }

    var activations: Int { state.withLock { $0.activations } }
    var commands: Int { state.withLock { $0.commands } }

    func probe() async throws(CardChannelFault) {}

    func activate() async throws(CardChannelFault) -> [UInt8] {
        let number = state.withLock { state in
            state.activations += 1
            return state.activations
        }
        if let fault = faults.reader { throw fault }
        if number <= faults.absentActivations {
            throw CardChannelFault(.cardLost, detail: "activating")
        }
        return chip.withLock { $0.activate(now: .zero) ?? [] }
    }

    func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        let number = state.withLock { state in
            state.commands += 1
            return state.commands
        }
        // The card has acted: nobody hears what it said.
        let answer = chip.withLock { $0.transmit(apdu, now: .zero).response }
        guard let answer, !faults.lostCommands.contains(number) else {
            throw CardChannelFault(.cardLost, detail: "sending")
        }
        return answer
    }

    func deactivate() async {}
}
