import DeviceProtocols
import Drivers
import Foundation
import KioskPorts
import Simulator
import Synchronization
import Testing

/// A simulated machine with a CRT-591 unit behind a bridge, the production driver on it, and hands on both cables, on
/// virtual time. The machine's own record says what really happened.
final class DispenserBench {
    /// One blank more than any script feeds.
    static let blanks = 3
    /// Longer than any call of the driver may take.
    private static let callLimit = Duration.seconds(300)

    let executor: VirtualExecutor
    let clock: VirtualClock
    let machine: RunningMachine
    let bus: InProcessBus
    let record = SentPackets()
    let faults: CRT591Faults
    let cable: TamperedCable
    let bridge: TamperedBridge
    let dispenser: CRT591Dispenser
    private let truth: TruthLog
    private let onBus: MachineOnBus
    private let news = News()
    /// What the bus shows; the machine may be ahead of it.
    private var isOnBus = true

    init(
        firmware: CRT591Firmware = .simulated, profiles: [String] = ["simulated"],
        faults planned: [CRT591PlannedFault] = [], machineFaults: [PlannedFault] = [],
        tamper: Tamper? = nil, link: TestLink = .ch340, format: SerialFormat = .eightNoneOne,
        seed: UInt64 = 1, trace: [any USBTraceSink] = []
    ) throws {
        let executor = VirtualExecutor(seed: seed)
        let clock = VirtualClock(executor: executor, wallAtStart: 0)
        let truth = TruthLog()
        var contents = Machine(person: Person(.manual), faults: FaultPlan(machineFaults))
        var mint = CardMint(seed: 1)
        try contents.load(mint.cards(Self.blanks, of: .blank))
        machine = RunningMachine(
            .init(machine: contents, mint: mint), auditor: { truth.add($0) })
        faults = CRT591Faults(planned)
        cable = TamperedCable(
            CRT591Unit(firmware: firmware, mechanism: machine, faults: faults), tamper: tamper)
        bridge = TamperedBridge(link.model(unit: cable), idleLength: link.idleLength)
        let bus = InProcessBus(clock: clock, trace: USBTraceFork([record] + trace))
        onBus = MachineOnBus(
            machine: machine, devices: [.dispenser: bridge], front: bus,
            now: { clock.monotonic() })
        try onBus.follow()
        machine.onChange { [news] in news.put() }
        let bridges = try TestLink.bridges()
        dispenser = CRT591Dispenser(
            profiles: try profiles.map(Self.profile), clock: clock
        ) { () throws(ByteLinkFault) in
            try await bridges.open(format: format, on: bus, clock: clock)
        }
        self.executor = executor
        self.clock = clock
        self.truth = truth
        self.bus = bus
    }

    static func profile(_ name: String) throws -> CRT591Profile {
        try CRT591Profile(json: Data(contentsOf: profilePath(name)))
    }

    static func profilePath(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/crt-591/profiles/\(name).json")
    }

    /// Another unit takes the place at the end of the line; it has just been switched on.
    func exchange(for firmware: CRT591Firmware) {
        cable.exchange(for: CRT591Unit(firmware: firmware, mechanism: machine))
    }

    /// Runs one call to its end, and what a hand does meanwhile. Nil: it did not end.
    func run<Answer: Sendable>(
        _ body: @escaping @Sendable () async -> Answer
    ) throws -> Answer? {
        let box = Shared<Answer>(result: Mutex(nil))
        Task(executorPreference: executor) { box.put(await body()) }
        let limit = clock.monotonic() + Self.callLimit
        while box.answer == nil {
            let hasNews = executor.run(until: limit) {
                box.answer != nil || bridge.isPulled || news.isThere
            }
            guard hasNews else { return nil }
            if bridge.takePull() { try obey(.pull(.dispenser)) }
            if news.take(), isOnBus != machineIsOnBus { try follow() }
        }
        return box.answer
    }

    /// Obeys a hand's command and lets the bus follow.
    func obey(_ command: MachineCommand) throws {
        _ = try machine.obey(command, now: clock.monotonic())
        try follow()
    }

    private func follow() throws {
        try onBus.follow()
        isOnBus = machineIsOnBus
    }

    private var machineIsOnBus: Bool { inside.isOnBus(.dispenser) }

    func connect() throws -> Result<DispenserIdentity, DispenserFault>? {
        let dispenser = dispenser
        return try run { () async -> Result<DispenserIdentity, DispenserFault> in
            do throws(DispenserFault) {
                return .success(try await dispenser.connect())
            } catch {
                return .failure(error)
            }
        }
    }

    func call(_ call: DispenserCall) throws -> Result<DispenserObservation, DispenserFault>? {
        let dispenser = dispenser
        return try run { () async -> Result<DispenserObservation, DispenserFault> in
            do throws(DispenserFault) {
                switch call {
                case .observe: return .success(try await dispenser.observe())
                case .feed: return .success(try await dispenser.feed(after: dispenser.observe()))
                case .present:
                    return .success(try await dispenser.present(after: dispenser.observe()))
                case .retain:
                    return .success(try await dispenser.retain(after: dispenser.observe()))
                }
            } catch {
                return .failure(error)
            }
        }
    }

    /// What really is and was.
    var inside: Machine { machine.contents(now: clock.monotonic()).machine }
    /// Everything that really happened so far.
    var truthEntries: [TruthEntry] { truth.entries }
    /// How many motions the host set going.
    var hostMotions: Int { motionsOfHost.count }
    /// Every card is in one place, and no blank left the hopper that no place holds.
    var allCardsInPlace: Bool {
        let machine = inside
        return machine.cards.values.allSatisfy { machine.place(of: $0.serial) != nil }
            && machine.cards.count == Self.blanks
    }
}

/// What the kiosk asks of a connected dispenser.
enum DispenserCall: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case observe, feed, present, retain

    static let motions: [DispenserCall] = [.feed, .present, .retain]

    /// The calls that bring a machine with an empty path to where this one makes sense.
    var before: [DispenserCall] {
        switch self {
        case .observe, .feed: []
        case .present, .retain: [.feed]
        }
    }

    var testDescription: String { rawValue }
}

/// Everything that really happened.
final class TruthLog: Sendable {
    private let log = Mutex<[TruthEntry]>([])

    func add(_ entries: [TruthEntry]) { log.withLock { $0 += entries } }

    var entries: [TruthEntry] { log.withLock { $0 } }
}

/// Whether something happened in the machine.
final class News: Sendable {
    private let flag = Mutex(false)

    func put() { flag.withLock { $0 = true } }

    var isThere: Bool { flag.withLock { $0 } }

    func take() -> Bool {
        flag.withLock { flag in
            defer { flag = false }
            return flag
        }
    }
}
