import CampusCard
import CentralStore
import CentralStoreService
import Foundation
import KioskPorts
import Logging
import StoreClient

/// A store that serves on a free port of this machine while a test runs.
struct RunningStore: Sendable {
    let folder: URL
    let port: Int

    /// Starts a store, runs the test, and stops the store.
    /// - Parameter prepared: a folder with its certificates; nil makes one. It is removed in the end.
    static func with(
        certificates prepared: URL? = nil, _ body: @Sendable (RunningStore) async throws -> Void
    ) async throws {
        let folder = try prepared ?? certificates()
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = StoreServer(
            service: try service(), files: CertificateFolder(folder).storeFiles, host: "127.0.0.1",
            port: 0)
        let (ports, told) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var logger = Logger(label: "test")
                logger.logLevel = .critical
                try await server.run(logger: logger) { told.yield($0) }
            }
            guard let port = await ports.first(where: { _ in true }) else { return }
            try await body(RunningStore(folder: folder, port: port))
            group.cancelAll()
        }
    }

    /// A new folder with an authority, the store's certificate and two kiosks'.
    static func certificates() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        _ = try CertificateFolder(folder).create(
            campus: "test", hosts: ["localhost"],
            kiosks: [KioskID(validated: "K-01"), KioskID(validated: "K-09")], now: Date())
        return folder
    }

    static func files(
        _ name: String, _ folder: URL, trusting authority: URL
    ) -> KioskCertificateFiles {
        KioskCertificateFiles(
            certificate: folder.appending(path: "\(name).pem").path,
            key: folder.appending(path: "\(name).key").path,
            authority: authority.appending(path: "ca.pem").path)
    }

    func carrier(
        as name: String, certificates: URL? = nil, trusting authority: URL? = nil
    ) throws -> MutualTLSCarrier {
        try MutualTLSCarrier(
            store: StoreAddress(host: "localhost", port: port),
            files: Self.files(name, certificates ?? folder, trusting: authority ?? folder))
    }

    /// One call over a connection of its own.
    func call<Body: StoreCall>(
        _ body: Body, as name: String, named kiosk: KioskID? = nil, certificates: URL? = nil
    ) async throws -> CallOutcome<Body.Answer> {
        let carrier = try carrier(as: name, certificates: certificates)
        let client = StoreClient(
            kiosk: kiosk ?? KioskID(validated: name), carrier: carrier, clock: WallClock())
        let outcome = await client.call(body, caseID: nil, attempt: 1, deadline: .seconds(60))
        try await carrier.shutdown()
        return outcome
    }

    private static func service() throws -> StoreService {
        let service = try StoreService(
            database: StoreDatabase(inMemoryFrom: nil),
            campus: CampusID(validated: "test"), policy: .ordinary,
            environment: StoreEnvironment(
                clock: WallClock(), randomBytes: randomBytes, passwordCost: .test,
                cardFormat: .standard),
            keys: KeyRing(generation: 0x31, randomBytes: randomBytes))
        try Operator(service).setKiosk(KioskID(validated: "K-01"), inService: true, why: nil)
        return service
    }

    @Sendable private static func randomBytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }
}

/// This machine's clock: these tests are about a real network.
struct WallClock: StoreClock, KioskClock {
    private let origin = ContinuousClock.now

    func monotonic() -> Duration { ContinuousClock.now - origin }
    func monotonicMilliseconds() -> Int64 { Int64(monotonic() / .milliseconds(1)) }
    func wallMilliseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    func sleep(for duration: Duration) async throws(CancellationError) {
        do {
            try await ContinuousClock().sleep(for: duration)
        } catch {
            throw CancellationError()
        }
    }
}
