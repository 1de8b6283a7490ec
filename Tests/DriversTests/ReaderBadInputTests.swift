import CampusCard
import CardEncoding
import CardPrimitives
import Drivers
import Foundation
import KioskPorts
import Simulator
import VirtualChips
import Synchronization
import Testing

/// Goal: no damaged message traps, hangs, or lets wrong contents of a card pass for right ones. Method: every prefix and
/// every single-byte corruption of every message, in both directions, of a reader that is opened while a card in it is read
/// as a terminal reads it: production driver, production secure messaging, virtual chip; and of a chained exchange.
@Suite struct ReaderBadInputTests {
    static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    /// What became of a damaged message.
    enum Class: String, CaseIterable {
        /// The driver ended the call with a fault, and a later attempt succeeded or the job gave up.
        case refusedByDriver
        /// The answers are those of an undamaged run.
        case noEffect
        /// The driver believed it; secure messaging (MAC, cryptogram, UID) or the card did not.
        case caughtByCardLayer
        /// The driver believed it, and nobody above has any redundancy to notice.
        case passedOn
    }

    @Test(
        "A card is read right or not at all, whatever becomes of one message",
        arguments: DamagingCable.Direction.allCases)
    func reading(direction: DamagingCable.Direction) throws {
        let memory = try PersonalisedChip.memory()
        let undisturbed = read(memory, DamagePoint(direction, 0, nil))
        let right = try #require(undisturbed.contents)
        var counts: [Class: Int] = [:]
        for (ordinal, message) in undisturbed.messages.enumerated() {
            for damage in Damage.all(of: message, everyValue: Self.isLong) {
                let run = read(memory, DamagePoint(direction, ordinal, damage))
                let what: Comment = "\(direction) \(ordinal) \(damage)"
                #expect(!run.hung, what)
                #expect(run.contents == nil || run.contents == right, what)
                #expect(run.memory == memory, what)
                counts[run.outcome, default: 0] += 1
            }
        }
        report("reading a card, \(undisturbed.messages.count) messages", direction, counts)
        #expect(counts[.passedOn] == nil)
        for expected in [Class.refusedByDriver, .noEffect, .caughtByCardLayer] {
            #expect(counts[expected, default: 0] > 0, "\(expected)")
        }
    }

    @Test(
        "A chained command and its chained answer come whole, or not at all, or with damaged data or chain only",
        arguments: DamagingCable.Direction.allCases)
    func chained(direction: DamagingCable.Direction) {
        // In three messages each way.
        let apdu = (0..<1_100).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        let right = ReaderEnd.answered([EchoCard.answer(to: apdu)])
        let undisturbed = chain(apdu, DamagePoint(direction, 0, nil))
        #expect(undisturbed.end == right)
        var counts: [Class: Int] = [:]
        for (ordinal, message) in undisturbed.messages.enumerated() {
            for damage in sample(Damage.all(of: message, everyValue: Self.isLong)) {
                let run = chain(apdu, DamagePoint(direction, ordinal, damage))
                let outcome = classify(run.end, right, damage)
                #expect(outcome != nil, "\(ordinal) \(damage)")
                #expect(run.isMended, "\(ordinal) \(damage)")
                if let outcome { counts[outcome, default: 0] += 1 }
            }
        }
        report("a chained exchange, \(undisturbed.messages.count) messages", direction, counts)
        #expect(counts[.refusedByDriver, default: 0] > 0)
        #expect(counts[.passedOn, default: 0] > 0)
    }

    /// Nil for an end that must not be: a call that hangs, or a wrong answer where no data was damaged.
    private func classify(_ end: ReaderEnd, _ right: ReaderEnd, _ damage: Damage) -> Class? {
        switch end {
        case right: return .noEffect
        case .failed: return .refusedByDriver
        case .hung: return nil
        case .answered:
            // Data, and the chain parameters before it (bytes 8 and 9): CCID itself has no redundancy there.
            guard case .byte(let offset, _) = damage, offset >= 8 else { return nil }
            return .passedOn
        }
    }

    @Test("Whatever a reader says of itself when it is plugged in, it is used or refused")
    func descriptors() {
        let good = CCIDReaderModel(serialNumber: "A", card: EchoCard()).descriptors
        var counts: [String: Int] = [:]
        for damage in Damage.all(of: good.configuration, everyValue: Self.isLong) {
            let damaged = damage.applied(to: good.configuration)
            guard let shown = USBDescriptors(device: good.device, configuration: damaged) else {
                counts["no device", default: 0] += 1
                continue
            }
            let bench = ReaderBench(around: { Disguised($0, as: shown) })
            switch bench.talk(ReaderFaultTests.apdu) {
            case .answered: counts["used", default: 0] += 1
            case .failed: counts["refused", default: 0] += 1
            case .hung: Issue.record("hung: \(damage)")
            }
        }
        print("descriptors of a reader:", counts.sorted { $0.key < $1.key })
        #expect(counts.count == 3)
    }

    /// Data bytes are all alike to the driver: of the damages behind a header every 97th, of those within it all.
    private func sample(_ damages: [Damage]) -> [Damage] {
        damages.enumerated().filter { index, damage in
            switch damage {
            case .prefix(let count): count < 24 || index.isMultiple(of: 97)
            case .byte(let offset, _): offset < 12 || index.isMultiple(of: 97)
            }
        }.map(\.element)
    }

    private func report(
        _ what: String, _ direction: DamagingCable.Direction, _ counts: [Class: Int]
    ) {
        let words = Class.allCases.map { "\($0.rawValue) \(counts[$0, default: 0])" }
        print("\(what) \(direction): \(counts.values.reduce(0, +)) damaged,", words)
    }
}

/// Where a message is damaged, and how; nil for not at all.
struct DamagePoint {
    let direction: DamagingCable.Direction
    let ordinal: Int
    let damage: Damage?

    init(_ direction: DamagingCable.Direction, _ ordinal: Int, _ damage: Damage?) {
        self.direction = direction
        self.ordinal = ordinal
        self.damage = damage
    }

    func cable(_ model: any SimulatedUSBDevice) -> DamagingCable {
        DamagingCable(model, direction, ordinal, damage)
    }
}

extension ReaderBadInputTests {
    /// A reading with one damaged message.
    struct Reading {
        let outcome: Class
        let contents: CardContents?
        let hung: Bool
        /// Those of the damaged direction.
        let messages: [[UInt8]]
        let memory: ChipMemory
    }

    /// What the job came to.
    private struct JobEnd: Sendable {
        var contents: CardContents?
        var driverFaults = 0
        var resets = 0
    }

    private func read(_ memory: ChipMemory, _ point: DamagePoint) -> Reading {
        let chip = ChipInField(memory)
        let shared = Shared<DamagingCable>(result: Mutex(nil))
        let bench = ReaderBench(
            card: chip,
            around: { device in
                let cable = point.cable(device)
                shared.put(cable)
                return cable
            })
        let reader = bench.reader
        let end = bench.run { await Self.job(over: reader) }
        let outcome: Class =
            if let end, end.driverFaults > 0 {
                .refusedByDriver
            } else if let end, end.contents != nil, end.resets == 1 {
                .noEffect
            } else {
                .caughtByCardLayer
            }
        guard let cable = shared.answer else { preconditionFailure("the bench wraps its device") }
        return Reading(
            outcome: outcome, contents: end?.contents, hung: end == nil,
            messages: cable.messages(point.direction), memory: chip.memory)
    }

    /// Reads the card as the kiosk's runtime does: whatever the channel throws is a loss to the job.
    private static func job(over reader: CCIDReader) async -> JobEnd {
        var end = JobEnd()
        guard var job = try? PersonalisedChip.reading() else { return end }
        var input = EncodingInput.begin
        while true {
            switch job.next(input) {
            case .done(let contents):
                end.contents = contents
                return end
            case .fault: return end
            case .checkpoint: input = .recorded
            case .resetField:
                end.resets += 1
                do {
                    _ = try await reader.activate()
                    input = .fieldReset
                } catch {
                    end.driverFaults += 1
                    input = .lost
                }
            case .transmit(let apdu, _):
                do {
                    input = .answer(try await reader.transmit(apdu))
                } catch {
                    end.driverFaults += 1
                    input = .lost
                }
            }
        }
    }

    private func chain(
        _ apdu: [UInt8], _ point: DamagePoint
    ) -> (end: ReaderEnd, isMended: Bool, messages: [[UInt8]]) {
        let shared = Shared<DamagingCable>(result: Mutex(nil))
        let bench = ReaderBench(around: { device in
            let cable = point.cable(device)
            shared.put(cable)
            return cable
        })
        let end = bench.talk(apdu)
        guard let cable = shared.answer else { preconditionFailure("the bench wraps its device") }
        let messages = cable.messages(point.direction)
        let next = bench.talk(ReaderFaultTests.apdu)
        return (end, next == .answered([EchoCard.answer(to: ReaderFaultTests.apdu)]), messages)
    }
}

/// A reader that shows other descriptors than its own.
final class Disguised: SimulatedUSBDevice {
    let descriptors: USBDescriptors
    private let model: any SimulatedUSBDevice

    init(_ model: any SimulatedUSBDevice, as descriptors: USBDescriptors) {
        self.model = model
        self.descriptors = descriptors
    }

    func string(at index: UInt8) -> String? { model.string(at: index) }

    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer {
        model.control(setup, data: data, now: now)
    }

    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer { model.receive(data, on: endpoint, now: now) }

    func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer { model.send(on: endpoint, capacity: capacity, now: now) }

    func nextWake(now: Duration) -> Duration? { model.nextWake(now: now) }

    func clearHalt(_ endpoint: USBEndpointAddress) { model.clearHalt(endpoint) }

    func reset(now: Duration) { model.reset(now: now) }
}
