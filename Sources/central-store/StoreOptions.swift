import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import CentralStore
import CentralStoreService
import Foundation
import KeyToken
import KioskConfiguration

/// Where a store lies; every command takes these.
struct StoreOptions: ParsableArguments {
    @Option(help: "The folder that holds the store's database, keys and certificates.")
    var data: String = "store-data"

    @Option(help: "The folder with store.json and policy.json.")
    var config: String = "kiosk-config/store"

    var database: String { folder.appending(path: "store.sqlite").path }
    var keys: URL { folder.appending(path: "keys") }
    var certificates: CertificateFolder {
        CertificateFolder(folder.appending(path: "certificates"))
    }

    var folder: URL { URL(filePath: data) }

    func store() throws -> StoreConfiguration {
        try ConfigurationFile.store(URL(filePath: config).appending(path: "store.json"))
    }

    func policy() throws -> StorePolicy {
        try ConfigurationFile.policy(URL(filePath: config).appending(path: "policy.json"))
    }

    /// The cards that this store makes, from the same profile that kiosks work by.
    func cardFormat(_ store: StoreConfiguration) throws -> CardFormat {
        let file = URL(filePath: store.cardProfile, relativeTo: URL(filePath: config + "/")).path
        guard let data = FileManager.default.contents(atPath: file) else {
            throw StoreFailure("read \(file), the card profile: it is missing or not readable")
        }
        do {
            return try CardProfile.read([UInt8](data), file: file).format
        } catch {
            let lines = error.faults.map { "  \($0)" }.joined(separator: "\n")
            throw StoreFailure("read \(file), the card profile:\n\(lines)")
        }
    }

    /// Opens the store as it is, with this machine's clock and random numbers.
    /// - Parameter mayCreate: whether a folder without a database gets one.
    func service(
        passwordCost: ScryptCost = .production, mayCreate: Bool = false
    ) throws -> StoreService {
        guard mayCreate || FileManager.default.fileExists(atPath: database) else {
            throw StoreFailure(
                "open the store: \(database) is missing; name its folder with --data, or make a "
                    + "new store (central-store --help says how)")
        }
        return try service(database: database, passwordCost: passwordCost)
    }

    /// Opens a database of this store under another name.
    func service(
        database: String, passwordCost: ScryptCost = .production
    ) throws -> StoreService {
        let store = try store()
        return try StoreService(
            database: StoreDatabase(path: database), campus: store.campus, policy: policy(),
            environment: StoreEnvironment(
                clock: SystemStoreClock(), randomBytes: Self.randomBytes,
                passwordCost: passwordCost, cardFormat: cardFormat(store),
                reportOpener: HPKEReportOpener.inFolder(keys)),
            keys: custody(store))
    }

    /// The master keys of this store, where its mode has them.
    func custody(_ store: StoreConfiguration) throws -> any KeyCustody {
        switch store.mode {
        case .development: try KeyFile.open(in: keys)
        case .production:
            try TokenKeys(
                Self.token(of: store), pin: pin(of: store), campus: store.campus)
        }
    }

    static func token(of store: StoreConfiguration) throws -> StoreConfiguration.Token {
        guard let token = store.token else {
            preconditionFailure("a configuration in production names its token")
        }
        return token
    }

    /// The PIN of the token's user: the one line of its file.
    func pin(of store: StoreConfiguration) throws -> [UInt8] {
        let name = try Self.token(of: store).pinFile
        let file = URL(filePath: name, relativeTo: URL(filePath: config + "/")).path
        let text = try OwnerOnlyFile.text(at: file).trimmingCharacters(in: .newlines)
        guard !text.isEmpty else {
            throw StoreFailure("read \(file), the token's PIN: it is empty")
        }
        return [UInt8](text.utf8)
    }

    func desk() throws -> Operator {
        Operator(try service())
    }

    @Sendable static func randomBytes(_ count: Int) -> [UInt8] {
        var source = SystemRandom()
        return source.bytes(count)
    }
}

/// A moment as commands print it.
func instant(_ milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601)
}

/// This machine's clocks.
struct SystemStoreClock: StoreClock {
    private let origin = ContinuousClock.now

    func monotonicMilliseconds() -> Int64 {
        Int64((ContinuousClock.now - origin) / .milliseconds(1))
    }

    func wallMilliseconds() -> Int64 {
        Int64(Date().timeIntervalSince1970 * 1_000)
    }
}

/// Who decides, and why: both are kept with the decision.
struct DecisionOptions: ParsableArguments {
    @Option(help: "Who decides: a name or a staff number.")
    var who: String

    @Option(help: "Why, in a sentence.")
    var why: String

    func validate() throws {
        for (name, text) in [("--who", who), ("--why", why)]
        where text.allSatisfy(\.isWhitespace) {
            throw ValidationError("\(name) is empty; a decision is kept with who made it and why")
        }
    }
}

extension KioskID: ExpressibleByArgument {
    package init?(argument: String) {
        guard let id = KioskID.parse(argument) else { return nil }
        self = id
    }
}

extension CaseID: ExpressibleByArgument {
    package init?(argument: String) {
        guard let id = CaseID.parse(argument) else { return nil }
        self = id
    }
}

extension StudentNumber: ExpressibleByArgument {
    package init?(argument: String) {
        guard let number = StudentNumber.parse(argument) else { return nil }
        self = number
    }
}
