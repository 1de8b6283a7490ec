import CampusCard
import CardPrimitives
import CentralStore
import Foundation
import Testing

@Suite("Master keys and what lies sealed")
struct KeyTests {
    private let application = CardFormat.standard.applicationID

    private func folder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    @Test("A key file opens to the keys that were made, and only once can they be made")
    func keyFile() throws {
        let url = try folder()
        defer { try? FileManager.default.removeItem(at: url) }
        let made = try KeyFile.create(
            in: url, generation: 0x31, randomBytes: SeededBytes(seed: 9).bytes)
        let opened = try KeyFile.open(in: url)
        #expect(try opened.checkValues() == made.checkValues())
        #expect(opened.generations == [0x31])
        #expect(Set(try opened.checkValues().map(\.hex)).count == CardKeyRole.allCases.count)
        #expect(
            try opened.grant(for: StoreRig.uid(1), application)
                == made.grant(for: StoreRig.uid(1), application))
        #expect(throws: StoreFailure.self) {
            try KeyFile.create(in: url, generation: 1, randomBytes: SeededBytes(seed: 1).bytes)
        }
    }

    @Test("A rotated key file keeps the older keys, and new cards get the new ones")
    func rotated() throws {
        let url = try folder()
        defer { try? FileManager.default.removeItem(at: url) }
        let bytes = SeededBytes(seed: 9)
        let old = try KeyFile.create(in: url, generation: 0xFE, randomBytes: bytes.bytes)
        let new = try KeyFile.rotate(in: url, randomBytes: bytes.bytes)
        let opened = try KeyFile.open(in: url)
        #expect(opened.generations == [0xFE, 0xFF] && opened.generation == 0xFF)
        #expect(try opened.checkValues() == new.checkValues())
        #expect(try opened.checkValues().starts(with: old.checkValues()))
        let (before, after) = (
            try old.grant(for: StoreRig.uid(1), application),
            try opened.grant(for: StoreRig.uid(1), application)
        )
        #expect(after.generation == 0xFF && after.piccMasterKey != before.piccMasterKey)
        let sealed = old.seal([1, 2, 3], nonce: Array(repeating: 0, count: 12))
        #expect(opened.open(sealed) == [1, 2, 3] && opened.digest([7]) == old.digest([7]))
        #expect(throws: StoreFailure.self) { try KeyFile.rotate(in: url, randomBytes: bytes.bytes) }
    }

    @Test("A key that others may read, a changed file and another key are refused")
    func refusedFiles() throws {
        let url = try folder()
        defer { try? FileManager.default.removeItem(at: url) }
        _ = try KeyFile.create(in: url, generation: 0x31, randomBytes: SeededBytes(seed: 9).bytes)
        let key = url.appending(path: KeyFile.wrappingName).path
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: key)
        #expect(throws: StoreFailure.self) { try KeyFile.open(in: url) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        _ = try KeyFile.open(in: url)
        let sealed = url.appending(path: KeyFile.sealedName)
        let text = try String(contentsOf: sealed, encoding: .utf8)
        let changed = (text.first == "0" ? "1" : "0") + text.dropFirst()
        try changed.write(to: sealed, atomically: true, encoding: .utf8)
        #expect(throws: StoreFailure.self) { try KeyFile.open(in: url) }
    }

    @Test("Nothing of a key ring shows when it is printed or dumped")
    func withheld() throws {
        let ring = KeyRing(generation: 0x31, randomBytes: { Array(repeating: 0xAB, count: $0) })
        var dumped = ""
        dump(ring, to: &dumped)
        for text in ["\(ring)", String(reflecting: ring), dumped] {
            #expect(!text.uppercased().contains("ABAB") && !text.contains("171"))
        }
        #expect(
            "\(try ring.grant(for: StoreRig.uid(1), application))"
                == "CardKeyGrant(generation 49, keys withheld)")
    }

    @Test("A card's keys are the AES-CMAC of 01, UID, AID and system identifier (AN10922, 2.2)")
    func derivation() throws {
        let ring = KeyRing(generation: 0x31, randomBytes: { Array(repeating: 0x07, count: $0) })
        let uid = try #require(CardUID(hex: "04782E21801D80"))
        let input = CardKeyRole.diversificationInput(uid, application)
        #expect(input.hex == "04782E21801D80F5880143414D505553")
        let master = BlockCipher(.aes128, key: SecretKey(Array(repeating: 0x07, count: 16)))
        let expected = CMAC(master).code([0x01] + input).hex
        let keys = try ring.grant(for: uid, application).applicationKeys
        #expect(keys == Array(repeating: expected, count: 5))
    }

    @Test("Another application has other keys and another seal for the same card")
    func otherApplication() throws {
        let ring = KeyRing(generation: 0x31, randomBytes: { Array(repeating: 0x07, count: $0) })
        let other = try #require(ApplicationID(hex: "F58802"))
        let uid = StoreRig.uid(1)
        let ours = try ring.grant(for: uid, application)
        let theirs = try ring.grant(for: uid, other)
        #expect(ours.piccMasterKey != theirs.piccMasterKey)
        #expect(Set(ours.applicationKeys).isDisjoint(with: theirs.applicationKeys))
        #expect(
            try ring.seal([1, 2, 3], for: uid, application)
                != ring.seal([1, 2, 3], for: uid, other))
    }

    @Test("A seal opens only with its key, its nonce and its bytes")
    func vault() {
        let key = SecretKey(Array(repeating: 1, count: VaultSeal.keyLength))
        let nonce = [UInt8](repeating: 2, count: VaultSeal.nonceLength)
        for plain in [[], [UInt8]("six digits".utf8)] {
            let sealed = VaultSeal.seal(plain, key: key, nonce: nonce)
            #expect(VaultSeal.open(sealed, key: key) == plain)
            for index in sealed.indices {
                var changed = sealed
                changed[index] ^= 1
                #expect(VaultSeal.open(changed, key: key) == nil)
            }
            for length in 0..<sealed.count {
                #expect(VaultSeal.open(Array(sealed.prefix(length)), key: key) == nil)
            }
        }
    }

    /// GCM specification (McGrew, Viega), test cases 13 and 14.
    @Test(
        "AES-256-GCM gives the published values",
        arguments: [
            ([UInt8](), "530F8AFBC74536B9A963B4F1C4CB738B"),
            (
                [UInt8](repeating: 0, count: 16),
                "CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919"
            ),
        ])
    func published(plain: [UInt8], expected: String) {
        let key = SecretKey(Array(repeating: 0, count: VaultSeal.keyLength))
        let nonce = [UInt8](repeating: 0, count: VaultSeal.nonceLength)
        let sealed = VaultSeal.seal(plain, key: key, nonce: nonce)
        #expect(sealed.dropFirst(VaultSeal.nonceLength).hex == expected)
    }
}
