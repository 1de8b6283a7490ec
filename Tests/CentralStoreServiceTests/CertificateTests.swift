import CampusCard
import CentralStoreService
import Foundation
import Testing

@Suite("Certificates of a campus")
struct CertificateTests {
    private static let day: TimeInterval = 86_400
    private let start = Date(timeIntervalSince1970: 1_795_395_600)

    private func after(days: Double) -> Date { start.addingTimeInterval(days * Self.day) }

    @Test(
        "A certificate is good, renewable from half-life, a warning in its last 30 days, expired",
        arguments: [
            (0, CertificateLifetime.State.good), (182, .good), (183, .renewable), (334, .renewable),
            (336, .warning), (364, .warning), (365, .expired), (4_000, .expired),
        ])
    func states(days: Double, expected: CertificateLifetime.State) {
        let lifetime = CertificateLifetime(notBefore: start, notAfter: after(days: 365))
        #expect(lifetime.state(at: after(days: days)) == expected)
    }

    @Test("init makes what is missing and leaves what is there; keys are for their owner only")
    func create() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = CertificateFolder(url)
        let first = KioskID(validated: "K-01")
        let second = KioskID(validated: "K-02")
        func create(_ kiosks: [KioskID]) throws -> [String] {
            try folder.create(
                campus: "main", hosts: ["localhost", "127.0.0.1"], kiosks: kiosks, now: start)
        }
        #expect(try create([first]) == ["ca", "store", "K-01"])
        #expect(try create([first, second]) == ["K-02"])
        #expect(try create([first]) == [])
        #expect(try folder.entries().map(\.name) == ["K-01", "K-02", "ca", "store"])
        for name in ["ca", "store", "K-01"] {
            let path = url.appending(path: "\(name).key").path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("renew replaces a certificate from its half-life on, never the authority")
    func renew() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        let folder = CertificateFolder(url)
        _ = try folder.create(
            campus: "main", hosts: ["localhost"], kiosks: [KioskID(validated: "K-01")], now: start)
        let hosts = ["localhost"]
        #expect(try folder.renew(hosts: hosts, all: false, now: after(days: 100)) == [])
        let later = after(days: 190)
        #expect(try folder.renew(hosts: hosts, all: false, now: later) == ["K-01", "store"])
        let entries = try folder.entries()
        for entry in entries where entry.name != "ca" {
            #expect(entry.lifetime.state(at: later) == .good)
            #expect(entry.lifetime.daysLeft(at: later) == 365)
        }
        #expect(entries.first { $0.name == "ca" }?.lifetime.notBefore ?? later < start)
    }
}
