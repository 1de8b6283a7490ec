import CampusCard
import CardEncoding
import CardPrimitives
import CentralStore
import KioskCore
import KioskPorts
import KioskRuntime
import Simulator
import StoreClient
import Synchronization

/// The machine of a simulated campus.
enum CampusMachine {
    static func make(_ settings: CampusSettings, truth: TruthRecord) throws -> RunningMachine {
        var profile = MachineProfile()
        profile.motors = profile.motors.sped(by: settings.motorScale)
        var machine = Machine(
            profile: profile, person: Person(settings.person), faults: FaultPlan(settings.faults))
        var mint = CardMint(seed: UInt16(truncatingIfNeeded: settings.seed))
        try machine.load(mint.cards(settings.blanks, of: .blank))
        return RunningMachine(
            RunningMachine.Contents(machine: machine, mint: mint),
            auditor: { truth.append($0) })
    }
}

/// The store of a simulated campus.
enum CampusStore {
    static func make(_ settings: CampusSettings, clock: VirtualClock) throws -> StoreService {
        let store = try open(
            StoreDatabase(inMemoryNamed: uniqueName()), run: 0, settings, clock: clock)
        try Operator(store).setKiosk(CampusNames.kiosk, inService: true, why: nil)
        try Operator(store).register([student(settings)])
        return store
    }

    /// One run of the store on a database; the keys are the same in all of them.
    static func open(
        _ database: StoreDatabase, run: UInt64, _ settings: CampusSettings, clock: VirtualClock
    ) throws -> StoreService {
        let seed = settings.seed ^ 0x57_07E5
        let (keys, random) = (
            SeededRandom(seed: seed), SeededRandom(seed: seed &+ 1 &+ run &* 7_919)
        )
        return try StoreService(
            database: database, campus: CampusID(validated: "C1"), policy: policy(settings),
            environment: StoreEnvironment(
                clock: StoreTime(clock: clock), randomBytes: { random.next($0) },
                passwordCost: .test, reportOpener: PlainSeal()),
            keys: KeyRing(
                generation: CampusNames.keyGeneration, randomBytes: { keys.next($0) }))
    }

    /// SQLite shares a database in memory by its name within the process.
    private static func uniqueName() -> String {
        "campus-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    private static let count = Atomic<Int>(0)

    private static func policy(_ settings: CampusSettings) -> StorePolicy {
        let usual = StorePolicy.ordinary
        return StorePolicy(
            defaultPassword: usual.defaultPassword,
            wrongPasswordsPerAccount: usual.wrongPasswordsPerAccount,
            wrongNumbersPerKiosk: usual.wrongNumbersPerKiosk, lockSeconds: usual.lockSeconds,
            sessionSeconds: usual.sessionSeconds, quoteSeconds: usual.quoteSeconds,
            leaseSeconds: usual.leaseSeconds, standardFee: settings.fee,
            firstReplacementFree: settings.firstReplacementFree,
            replacementLimit: StorePolicy.ReplacementLimit(
                count: settings.replacementLimit, days: usual.replacementLimit.days),
            singleLimit: usual.singleLimit,
            dailyLimit: usual.dailyLimit, cardValidDays: usual.cardValidDays,
            zoneOffsetMinutes: usual.zoneOffsetMinutes, dayStartHour: usual.dayStartHour)
    }

    private static func student(_ settings: CampusSettings) -> Registration {
        Registration(
            account: CampusNames.account, name: "张三丰", studentNumber: CampusNames.student,
            holderClass: .student, standing: .enrolled, frozen: settings.frozen,
            identityNumber: nil, password: CampusNames.password,
            card: (CampusNames.cardNumber, CampusNames.oldCard), balance: settings.balance,
            earlierReplacements: [])
    }
}

/// The store's clock on virtual time.
private struct StoreTime: StoreClock {
    let clock: VirtualClock
    func monotonicMilliseconds() -> Int64 { clock.wallMilliseconds() - CampusNames.wallAtStart }
    func wallMilliseconds() -> Int64 { clock.wallMilliseconds() }
}

/// One boot of the kiosk of a simulated campus.
enum CampusKiosk {
    static func make(
        boot: Int, settings: CampusSettings, journal: CuttingJournal, clock: VirtualClock,
        machine: RunningMachine, bus: CampusBus, line: SimulatedNetwork.Line,
        printer: PaperPrinter, shelf: MemoryShelf, executor: VirtualExecutor
    ) -> KioskController {
        let random = SeededRandom(seed: settings.seed &+ UInt64(boot) &* 977)
        let devices = CampusDevices.make(
            settings.wiring, machine: machine, bus: bus, clock: clock, random: random)
        let meter = settings.meter
        let equipment = Equipment(
            dispenser: MeteredDispenser(
                dispenser: devices.dispenser, clock: clock, meter: meter),
            readPosition: MeteredChannel(
                channel: devices.readPosition, clock: clock, meter: meter),
            counter: devices.counter,
            printer: printer, journal: journal,
            store: MeteredStore(
                store: StoreClient(kiosk: CampusNames.kiosk, carrier: line, clock: clock),
                clock: clock, meter: meter),
            reportSealer: PlainSeal(), reportShelf: shelf,
            clock: clock, random: { SeededSource(random) }, executor: executor,
            log: settings.log)
        return KioskController(
            equipment: equipment, settings: kioskSettings(settings, boot: boot), pickup: .fixed)
    }

    private static func kioskSettings(_ settings: CampusSettings, boot: Int) -> KioskSettings {
        guard let application = ApplicationID(hex: "F58801") else {
            preconditionFailure("the campus's application identifier is six hex digits")
        }
        return KioskSettings(
            kiosk: CampusNames.kiosk, bootID: BootID(validated: "boot-\(boot)"),
            software: "simulated", durations: settings.durations, binCapacity: 50,
            zoneOffsetSeconds: 28_800, builtAtMilliseconds: CampusNames.wallAtStart - 1,
            receiptLanguages: .both,
            cardProfile: CardProfile(applicationID: application, hardwareMajors: [0x12, 0x33]),
            keyGeneration: CampusNames.keyGeneration)
    }
}
