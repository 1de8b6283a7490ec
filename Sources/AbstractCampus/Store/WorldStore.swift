import CampusCard
import CentralStore
import Synchronization

/// The store of a world: real rules, rows in memory, no cryptography.
enum WorldStore {
    static let password = fixed("482913")
    /// 2026-11-23 00:00:00 in Shanghai, milliseconds since 1970 UTC.
    static let wallAtStart: Int64 = 1_795_363_200_000

    static func make(clock: WorldClock, seed: UInt64) -> MemoryStore {
        let dice = Mutex(Dice(seed: seed ^ 0x57_07E5))
        let store = try? MemoryStore(
            policy: policy,
            environment: StoreEnvironment(
                clock: clock, randomBytes: { count in dice.withLock { $0.bytes(count) } },
                passwordCost: .test, cardFormat: .standard, reportOpener: OpenReports()),
            keys: PlainKeys())
        guard let store else { preconditionFailure("an empty store names its life") }
        return store
    }

    /// A school at which a student can come often: the limit is met, but not at once.
    private static let policy: StorePolicy = {
        var policy = StorePolicy.ordinary
        policy.replacementLimit = StorePolicy.ReplacementLimit(count: 6, days: 150)
        return policy
    }()

    /// Enough people that most cases have one of their own.
    static func people(cases: Int, _ dice: inout Dice) -> [Person] {
        (1...max(8, cases / 3)).map { index in
            Person(
                account: AccountID(validated: "a\(index)"),
                studentNumber: StudentNumber(validated: String(2_021_000_000 + index)),
                cardNumber: CardNumber(UInt32(index)), oldCard: uid(1_000_000 + index),
                balance: Money(fen: Int64(dice.below(13)) * 1_000),
                hasDefaultPassword: dice.once(in: 20))
        }
    }

    static func register(
        _ people: [Person], _ kiosks: [KioskID], in store: MemoryStore
    ) throws(StoreFailure) {
        for kiosk in kiosks { try store.setKiosk(kiosk, inService: true) }
        try store.register(people.map(registration))
    }

    private static func registration(_ person: Person) -> Registration {
        Registration(
            account: person.account, name: "张三", studentNumber: person.studentNumber,
            holderClass: .student, standing: .enrolled, frozen: false, identityNumber: nil,
            password: person.hasDefaultPassword ? nil : password,
            card: (person.cardNumber, person.oldCard), balance: person.balance,
            earlierReplacements: [])
    }

    /// A UID of seven bytes.
    static func uid(_ number: Int) -> CardUID {
        let bytes = (0..<6).map { UInt8(truncatingIfNeeded: number >> (40 - 8 * $0)) }
        guard let uid = CardUID([0x04] + bytes) else {
            preconditionFailure("seven bytes are a UID")
        }
        return uid
    }

    private static func fixed(_ digits: String) -> CardPassword {
        guard let password = CardPassword(digits) else {
            preconditionFailure("a password is six digits")
        }
        return password
    }
}

/// The world's time as the store sees it.
final class WorldClock: StoreClock {
    private let elapsed = Mutex<Int64>(0)

    var milliseconds: Int64 {
        get { elapsed.withLock { $0 } }
        set { elapsed.withLock { $0 = newValue } }
    }

    func monotonicMilliseconds() -> Int64 { milliseconds }
    func wallMilliseconds() -> Int64 { WorldStore.wallAtStart + milliseconds }
}

/// Keys that hide nothing: a simulation asks what is decided, not what is secret.
struct PlainKeys: MasterKeys {
    let generation: UInt8 = 0x31
    private static let key = String(repeating: "0", count: 32)
    private static let keys = Array(repeating: key, count: CardKeyGrant.applicationKeyCount)

    func grant(for uid: CardUID, _ application: ApplicationID) -> CardKeyGrant {
        CardKeyGrant(
            generation: generation, piccMasterKey: Self.key, applicationKeys: Self.keys)
    }

    func seal(
        _ content: [UInt8], for uid: CardUID, _ application: ApplicationID
    ) -> [UInt8] { Array(uid.bytes.prefix(7)) + [0] }
    func digest(_ content: [UInt8]) -> String { String(decoding: content, as: UTF8.self) }
    func seal(_ plain: [UInt8], nonce: [UInt8]) -> [UInt8] { plain }
    func open(_ sealed: [UInt8]) -> [UInt8]? { sealed }
}

/// Loss reports in hexadecimal.
struct OpenReports: ReportOpener {
    let publicKey = SealingKey(validated: "open")

    static func sealed(_ secret: LossReportSecret, _ label: LossReportLabel) -> SealedLossReport {
        SealedLossReport(
            caseID: label.caseID, sealedAtMilliseconds: label.sealedAtMilliseconds,
            encapsulatedKey: "open", ciphertext: secret.bytes.hex)
    }

    func open(_ report: SealedLossReport, from kiosk: KioskID) -> LossReportSecret? {
        [UInt8](hex: report.ciphertext).flatMap(LossReportSecret.init(bytes:))
    }
}
