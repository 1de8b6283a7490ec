import CampusCard
import CardPrimitives
import CentralStore
import Simulator

/// The store of a simulated campus.
enum CampusStore {
    static func make(
        _ settings: CampusSettings, clock: VirtualClock, database: StoreDatabase,
        troubles: StoreTroubleCounter
    ) throws -> StoreService {
        let store = try open(database, run: 0, settings, clock: clock, troubles: troubles)
        for kiosk in (0..<settings.kiosks).map(CampusNames.kiosk) + [CampusNames.desk] {
            try Operator(store).setKiosk(kiosk, inService: true, why: nil)
        }
        try Operator(store).setKiosk(
            CampusNames.desk, inService: false, why: "no machine stands behind it")
        try Operator(store).register((0..<settings.cardholders).map { student($0, settings) })
        return store
    }

    /// One run of the store on a database; the keys are the same in all of them.
    static func open(
        _ database: StoreDatabase, run: UInt64, _ settings: CampusSettings, clock: VirtualClock,
        troubles: StoreTroubleCounter
    ) throws -> StoreService {
        let seed = settings.seed ^ 0x57_07E5
        let (keys, random) = (
            SeededRandom(seed: seed), SeededRandom(seed: seed &+ 1 &+ run &* 7_919)
        )
        return try StoreService(
            database: database, campus: CampusID(validated: "C1"), policy: policy(settings),
            environment: StoreEnvironment(
                clock: StoreTime(clock: clock), randomBytes: { random.next($0) },
                passwordCost: .test, cardFormat: .standard, reportOpener: PlainSeal(),
                troubles: troubles),
            keys: KeyRing(
                generation: CampusNames.keyGeneration, randomBytes: { keys.next($0) }))
    }

    private static func policy(_ settings: CampusSettings) -> StorePolicy {
        var policy = StorePolicy.ordinary
        policy.standardFee = settings.fee
        policy.firstReplacementFree = settings.firstReplacementFree
        policy.replacementLimit = StorePolicy.ReplacementLimit(
            count: settings.replacementLimit, days: policy.replacementLimit.days)
        return policy
    }

    private static func student(_ index: Int, _ settings: CampusSettings) -> Registration {
        Registration(
            account: CampusNames.account(index), name: "张三丰",
            studentNumber: CampusNames.student(index),
            holderClass: .student, standing: .enrolled, frozen: settings.frozen,
            identityNumber: nil, password: CampusNames.password,
            card: (CampusNames.cardNumber(index), CampusNames.oldCard(index)),
            balance: settings.balance, earlierReplacements: [])
    }
}

/// The store's clock on virtual time.
private struct StoreTime: StoreClock {
    let clock: VirtualClock
    func monotonicMilliseconds() -> Int64 { clock.wallMilliseconds() - CampusNames.wallAtStart }
    func wallMilliseconds() -> Int64 { clock.wallMilliseconds() }
}
