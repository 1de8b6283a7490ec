import DeviceProtocols
import Drivers
import Foundation
import KioskCore
import KioskPorts
import Simulator
import Synchronization
import Testing

/// Opens a dispenser's line, wherever it is plugged in now.
typealias LineOpening = @Sendable () async throws(ByteLinkFault) -> any ByteLink

/// A simulated machine with a dispenser's unit behind a bridge, the production driver on it, and hands on both cables, on
/// virtual time. The machine's own record says what really happened.
class MachineBench {
    /// One blank more than any script feeds.
    static let blanks = 3
    /// Longer than any call of the driver may take.
    private static let callLimit = Duration.seconds(300)

    let executor: VirtualExecutor
    let clock: VirtualClock
    let machine: RunningMachine
    let bus: InProcessBus
    let record = SentPackets()
    let cable: TamperedCable
    let bridge: TamperedBridge
    let dispenser: any CardDispenser
    private let truth: TruthLog
    private let onBus: MachineOnBus
    private let news = News()
    private let blanks: Int
    /// What the bus shows; the machine may be ahead of it.
    private var isOnBus = true

    /// - Parameters:
    ///   - unit: what stands at the end of the line, over the machine.
    ///   - driver: the driver on it.
    init(
        unit: (RunningMachine) -> any SerialUnit,
        driver: (VirtualClock, @escaping LineOpening) throws -> any CardDispenser,
        machineFaults: [PlannedFault] = [], tamper: Tamper? = nil, link: TestLink = .ch340,
        format: SerialFormat = .eightNoneOne, seed: UInt64 = 1,
        measures: MachineProfile = MachineProfile(), blanks: Int = blanks,
        trace: [any USBTraceSink] = []
    ) throws {
        let executor = VirtualExecutor(seed: seed)
        let clock = VirtualClock(executor: executor, wallAtStart: 0)
        let truth = TruthLog()
        var contents = Machine(
            profile: measures, person: Person(.manual), faults: FaultPlan(machineFaults))
        var mint = CardMint(seed: 1)
        try contents.load(mint.cards(blanks, of: .blank))
        machine = RunningMachine(
            .init(machine: contents, mint: mint), auditor: { truth.add($0) })
        cable = TamperedCable(unit(machine), tamper: tamper)
        bridge = TamperedBridge(link.model(unit: cable), idleLength: link.idleLength)
        let bus = InProcessBus(clock: clock, trace: USBTraceFork([record] + trace))
        onBus = MachineOnBus(
            machine: machine, devices: [.dispenser: bridge], front: bus,
            now: { clock.monotonic() })
        try onBus.follow()
        machine.onChange { [news] in news.put() }
        let bridges = try TestLink.bridges()
        dispenser = try driver(clock) { () throws(ByteLinkFault) in
            try await bridges.open(format: format, on: bus, clock: clock)
        }
        self.executor = executor
        self.clock = clock
        self.truth = truth
        self.bus = bus
        self.blanks = blanks
    }

    /// How many packets that set a motor going went out.
    var motionsSent: Int { record.moves }

    /// Where sensors may see a card that is in a place of which they know nothing better.
    func looksAs(_ station: Station) -> CardPosition? { nil }

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

    /// The fault of one call that must fail.
    func fault(_ call: DispenserCall) throws -> DispenserFault? {
        if case .failure(let fault)? = try self.call(call) { return fault }
        return nil
    }

    /// Lets time pass in which nobody asks anything.
    func wait(_ time: Duration) throws {
        let clock = clock
        // Nothing cancels it.
        _ = try run { try? await clock.sleep(for: time) }
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
            && machine.cards.count == blanks
    }
}
