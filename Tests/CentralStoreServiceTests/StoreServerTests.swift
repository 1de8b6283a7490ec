import CampusCard
import CentralStore
import CentralStoreService
import Foundation
import KioskPorts
import StoreClient
import Testing

@Suite("Kiosk and store over mutual TLS", .serialized)
struct StoreServerTests {
    private static let register = RegisterCall(
        bootID: BootID(validated: "b"), epoch: JournalEpoch(validated: "e"), software: "1",
        storeEpoch: nil, nextWanted: EventSequence(1), nextEvent: EventSequence(1))

    @Test("A kiosk with its certificate is answered; the answer says what the store knows")
    func answered() async throws {
        try await RunningStore.with { store in
            let outcome = try await store.call(Self.register, as: "K-01")
            guard case .done(let answer) = outcome else {
                Issue.record("the register call came back as \(outcome)")
                return
            }
            #expect(answer.inService && answer.nextEvent == EventSequence(1))
            let unknown = try await store.call(Self.register, as: "K-09")
            #expect(unknown == .refused(Refused(.kioskNotInService)))
        }
    }

    @Test("The certificate decides who asks: another kiosk's name in the envelope is malformed")
    func identity() async throws {
        try await RunningStore.with { store in
            let outcome = try await store.call(
                Self.register, as: "K-01", named: KioskID(validated: "K-02"))
            #expect(outcome == .refused(Refused(.malformed)))
        }
    }

    @Test(
        "A request that is cut or too long is refused, and the next is served"
    )
    func badRequests() async throws {
        try await RunningStore.with { store in
            let carrier = try store.carrier(as: "K-01")
            let answer = try await carrier.carry(.get, [UInt8]("{".utf8), within: .seconds(20))
            #expect(answer == StoreService.malformed)
            let long = [UInt8](repeating: 0x20, count: StoreService.requestLimit + 1)
            await #expect(throws: CarrierFault.self) {
                try await carrier.carry(.get, long, within: .seconds(20))
            }
            try await carrier.shutdown()
            guard case .done = try await store.call(Self.register, as: "K-01") else {
                Issue.record("the store no longer answers")
                return
            }
        }
    }

    @Test("A certificate of another authority is turned away on either side")
    func strangers() async throws {
        try await RunningStore.with { store in
            let strange = store.folder.appending(path: "strange")
            _ = try CertificateFolder(strange).create(
                campus: "other", hosts: ["localhost"], kiosks: [KioskID(validated: "K-01")],
                now: Date())
            let client = try store.carrier(
                as: "K-01", certificates: strange, trusting: store.folder)
            await #expect(throws: CarrierFault.self) {
                try await client.carry(.get, [], within: .seconds(20))
            }
            try await client.shutdown()
            let distrustful = try store.carrier(
                as: "K-01", certificates: store.folder, trusting: strange)
            await #expect(throws: CarrierFault.notSent) {
                try await distrustful.carry(.get, [], within: .seconds(20))
            }
            try await distrustful.shutdown()
        }
    }

    @Test("The store's own certificate is no kiosk's")
    func storeAsKiosk() async throws {
        try await RunningStore.with { store in
            let carrier = try store.carrier(as: "store")
            await #expect(throws: CarrierFault.self) {
                try await carrier.carry(.get, [], within: .seconds(20))
            }
            try await carrier.shutdown()
        }
    }

    @Test("A store that is not there: nothing was sent")
    func absent() async throws {
        let folder = try RunningStore.certificates()
        defer { try? FileManager.default.removeItem(at: folder) }
        let carrier = try MutualTLSCarrier(
            store: StoreAddress(host: "localhost", port: 1),
            files: RunningStore.files("K-01", folder, trusting: folder))
        await #expect(throws: CarrierFault.notSent) {
            try await carrier.carry(.get, [], within: .seconds(20))
        }
        try await carrier.shutdown()
    }

    @Test("A kiosk can tell when its certificate ends")
    func end() throws {
        let folder = try RunningStore.certificates()
        defer { try? FileManager.default.removeItem(at: folder) }
        let ends = try #require(
            try RunningStore.files("K-01", folder, trusting: folder).endsAtMilliseconds())
        let days = (Double(ends) / 1_000 - Date().timeIntervalSince1970) / 86_400
        #expect(days > 364 && days < 366)
    }

    @Test(
        "At half-life both are renewed; the kiosk's old one works until its end, and not after it")
    func renewedAtHalfLife() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let certificates = CertificateFolder(folder)
        func create(_ kiosk: String, daysAgo: Double) throws {
            _ = try certificates.create(
                campus: "test", hosts: ["localhost"], kiosks: [KioskID(validated: kiosk)],
                now: Date(timeIntervalSinceNow: -daysAgo * 86_400))
        }
        try create("K-01", daysAgo: 200)
        try create("K-09", daysAgo: 400)
        let old = folder.appending(path: "old")
        try FileManager.default.createDirectory(at: old, withIntermediateDirectories: true)
        for name in ["K-01.pem", "K-01.key", "K-09.pem", "K-09.key"] {
            try FileManager.default.copyItem(
                at: folder.appending(path: name), to: old.appending(path: name))
        }
        let renewed = try certificates.renew(hosts: ["localhost"], all: false, now: Date())
        #expect(renewed == ["K-01", "K-09", "store"])
        try await RunningStore.with(certificates: folder) { store in
            for files in [old, folder] {
                let outcome = try await store.call(
                    Self.register, as: "K-01", certificates: files)
                guard case .done = outcome else {
                    Issue.record("\(files.lastPathComponent): \(outcome)")
                    continue
                }
            }
            let expired = try store.carrier(as: "K-09", certificates: old)
            await #expect(throws: CarrierFault.self) {
                try await expired.carry(.get, [], within: .seconds(20))
            }
            try await expired.shutdown()
            let fresh = try await store.call(Self.register, as: "K-09")
            #expect(fresh == .refused(Refused(.kioskNotInService)))
        }
    }

    @Test("A renewed certificate works, beside the authority that was there")
    func renewed() async throws {
        try await RunningStore.with { store in
            let renewed = try CertificateFolder(store.folder).renew(
                hosts: ["localhost"], all: true, now: Date())
            #expect(renewed == ["K-01", "K-09", "store"])
            guard case .done = try await store.call(Self.register, as: "K-01") else {
                Issue.record("the renewed certificate is not taken")
                return
            }
        }
    }
}
