import CampusCard
import CentralStore
import CentralStoreService
import Foundation
import StoreClient
import Testing

/// Goal: what a kiosk seals only its store can open, and only as it was sealed. Method: both real
/// halves, on keys in a folder.
@Suite("The seal on loss reports that wait in a kiosk")
struct LossReportSealTests {
    private let kiosk = KioskID(validated: "K-01")
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    private func opener() throws -> HPKEReportOpener {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try HPKEReportOpener.inFolder(folder)
    }

    private func secret(_ number: String = "2023010001") throws -> LossReportSecret {
        LossReportSecret(
            studentNumber: StudentNumber(validated: number),
            password: try #require(CardPassword("258036")))
    }

    private func seal(
        _ secret: LossReportSecret, for opener: HPKEReportOpener
    ) throws -> SealedLossReport {
        let label = LossReportLabel(
            kiosk: kiosk, caseID: CaseID(validated: "c-1"), sealedAtMilliseconds: 1_000)
        return try #require(
            HPKEReportSealer().seal(secret, label: label, to: opener.publicKey))
    }

    @Test("A sealed report is opened under the key that the store keeps, also after a restart")
    func opened() throws {
        let report = try seal(secret(), for: opener())
        #expect(try opener().open(report, from: kiosk) == secret())
        try FileManager.default.removeItem(at: folder)
    }

    @Test("Two numbers of different length are sealed to one length, and twice the same differs")
    func tellsNothing() throws {
        let store = try opener()
        let short = try seal(secret("7"), for: store)
        let long = try seal(secret(String(repeating: "9", count: 20)), for: store)
        #expect(short.ciphertext.count == long.ciphertext.count)
        #expect(try seal(secret("7"), for: store).ciphertext != short.ciphertext)
        try FileManager.default.removeItem(at: folder)
    }

    @Test("Another kiosk, case, time or key, and every changed byte, break the seal")
    func bound() throws {
        let store = try opener()
        let good = try seal(secret(), for: store)
        func copy(
            caseID: String = "c-1", at time: Int64 = 1_000, key: String? = nil, text: String? = nil
        ) -> SealedLossReport {
            SealedLossReport(
                caseID: CaseID(validated: caseID), sealedAtMilliseconds: time,
                encapsulatedKey: key ?? good.encapsulatedKey, ciphertext: text ?? good.ciphertext)
        }
        #expect(store.open(good, from: KioskID(validated: "K-02")) == nil)
        for broken in [copy(caseID: "c-2"), copy(at: 1_001), copy(key: ""), copy(text: "zz")] {
            #expect(store.open(broken, from: kiosk) == nil)
        }
        let bytes = try #require([UInt8](hex: good.ciphertext))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(store.open(copy(text: changed.hex), from: kiosk) == nil)
        }
        try FileManager.default.removeItem(at: folder)
        #expect(try opener().open(good, from: kiosk) == nil)
        try FileManager.default.removeItem(at: folder)
    }

    @Test("A key file that others may read, or that holds no key, is refused with its path")
    func keyFile() throws {
        _ = try opener()
        let file = folder.appending(path: HPKEReportOpener.fileName).path
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        #expect(throws: StoreFailure.self) { try opener() }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        try Data("0011".utf8).write(to: URL(filePath: file))
        #expect(throws: StoreFailure.self) { try opener() }
        try FileManager.default.removeItem(at: folder)
    }
}
