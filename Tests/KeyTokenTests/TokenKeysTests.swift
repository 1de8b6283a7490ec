import CPKCS11
import CampusCard
import CardPrimitives
import CentralStore
import Testing

@testable import KeyToken

/// Goal: a store gets from a PKCS#11 token what it gets from its key file, and no master leaves the token. Method: SoftHSM's
/// tokens, with keys that were put in from outside and with keys that the token made.
@Suite("Master keys in a PKCS#11 token", .serialized)
struct TokenKeysTests {
    private let campus = CampusID(validated: "main")
    private let pin = [UInt8](SoftToken.pin.utf8)
    private let application = CardFormat.standard.applicationID

    private func uid() throws -> CardUID { try #require(CardUID(hex: "04782E21801D80")) }

    @Test("A code in the token is the AES-CMAC of AN10922's example (section 2.2.1)")
    func published() throws {
        let names = TokenKeyNames(campus: campus)
        let token = SoftToken.configuration(.imported)
        let key = try #require([UInt8](hex: "00112233445566778899AABBCCDDEEFF"))
        for role in CardKeyRole.allCases {
            try SoftToken.put(key, named: names.master(role, 0x31), into: .imported)
        }
        try SoftToken.put(key, named: names.store, into: .imported)
        let keys = try TokenKeys(token, pin: pin, campus: campus)
        let input = try #require([UInt8](hex: "0104782E21801D803042F54E585020416275"))
        #expect(
            try keys.code(input, under: .cardMaster, of: 0x31).hex
                == "A8DD63A3B89D54B37CA802473FDA9175")
        try agrees(keys, with: key)
    }

    /// With the same masters, a token grants and seals what a key ring does.
    private func agrees(_ keys: TokenKeys, with key: [UInt8]) throws {
        let ring = KeyRing(generation: 0x31) { Array(key.prefix($0)) + Array(key.prefix($0 - 16)) }
        let uid = try uid()
        #expect(try keys.grant(for: uid, application) == ring.grant(for: uid, application))
        #expect(
            try keys.seal([1, 2, 3], for: uid, application)
                == ring.seal([1, 2, 3], for: uid, application))
        #expect(try keys.checkValues() == ring.checkValues())
    }

    @Test("A ceremony makes keys once; another opening has the same, and opens what was sealed")
    func ceremony() throws {
        let token = SoftToken.configuration(.ceremony)
        let made = try TokenCeremony.create(token, pin: pin, campus: campus, generation: 0x31)
        let opened = try TokenKeys(token, pin: pin, campus: campus)
        #expect(try opened.checkValues() == made.checkValues())
        #expect(
            Set(try made.checkValues().map(\.hex)).count == CardKeyRole.allCases.count)
        let sealed = made.seal([9, 8, 7], nonce: Array(repeating: 3, count: 12))
        #expect(opened.open(sealed) == [9, 8, 7] && opened.digest([1]) == made.digest([1]))
        #expect(throws: StoreFailure.self) {
            try TokenCeremony.create(token, pin: pin, campus: campus, generation: 0x32)
        }
        let other = CampusID(validated: "north")
        let north = try TokenCeremony.create(token, pin: pin, campus: other, generation: 0x31)
        #expect(try north.checkValues() != made.checkValues())
        #expect(north.open(sealed) == nil)
    }

    @Test("A rotation keeps the older keys, and new cards get the new ones")
    func rotation() throws {
        let token = SoftToken.configuration(.rotated)
        let old = try TokenCeremony.create(token, pin: pin, campus: campus, generation: 0xFE)
        let new = try TokenCeremony.rotate(token, pin: pin, campus: campus)
        #expect(new.generations == [0xFE, 0xFF] && new.generation == 0xFF)
        #expect(try new.checkValues().starts(with: old.checkValues()))
        let (before, after) = (
            try old.grant(for: uid(), application), try new.grant(for: uid(), application)
        )
        #expect(after.generation == 0xFF && after.piccMasterKey != before.piccMasterKey)
        #expect(throws: StoreFailure.self) {
            try TokenCeremony.rotate(token, pin: pin, campus: campus)
        }
    }

    @Test("A token that ends its sessions fails one call; the next one opens it anew")
    func pulled() throws {
        let token = SoftToken.configuration(.pulled)
        let keys = try TokenCeremony.create(token, pin: pin, campus: campus, generation: 0x31)
        let known = try keys.checkValues()
        let module = try TokenModule(path: token.module)
        let slot = try #require(try module.slot(ofToken: token.label))
        try module.call("end all sessions") { $0.C_CloseAllSessions(slot) }
        #expect {
            try keys.grant(for: uid(), application)
        } throws: { error in
            (error as? StoreFailure)?.description.contains("CKR_SESSION_HANDLE_INVALID") == true
        }
        #expect(try keys.checkValues() == known)
    }

    @Test("A generation that is there in part is named with what is missing, and nothing is used")
    func partial() throws {
        let names = TokenKeyNames(campus: campus)
        try SoftToken.put(
            Array(repeating: 1, count: 16), named: names.master(.cardMaster, 0x31), into: .partial)
        let token = SoftToken.configuration(.partial)
        #expect {
            try TokenKeys(token, pin: pin, campus: campus)
        } throws: { error in
            "\(error)".contains("card-kiosk main recordSeal 31")
        }
    }

    @Test("Keys of others in the token, whatever they are called, are left alone")
    func strangers() throws {
        for name in ["", "card-kiosk main", String(repeating: "x", count: 300)] {
            try SoftToken.put(Array(repeating: 5, count: 16), named: name, into: .strangers)
        }
        let keys = try TokenCeremony.create(
            SoftToken.configuration(.strangers), pin: pin, campus: campus, generation: 0x31)
        #expect(keys.generations == [0x31])
    }

    @Test("Two keys of one name are used by nobody")
    func twins() throws {
        let names = TokenKeyNames(campus: campus)
        for byte in UInt8(1)...2 {
            try SoftToken.put(
                Array(repeating: byte, count: 16), named: names.store, into: .twins)
        }
        #expect {
            try TokenCeremony.create(
                SoftToken.configuration(.twins), pin: pin, campus: campus, generation: 0x31)
        } throws: { error in
            "\(error)".contains("two of that name")
        }
    }

    @Test("A wrong PIN, another label, an empty token and no library each say what is wrong")
    func refused() throws {
        let token = SoftToken.configuration(.empty)
        let unknown = StoreConfiguration.Token(
            module: SoftToken.module, label: "nowhere", pinFile: "token.pin")
        let rows: [(StoreConfiguration.Token, [UInt8], String)] = [
            (token, pin, "has no master keys of campus main"),
            (
                SoftToken.configuration(.locked), [UInt8]("1357".utf8),
                "log in to the token locked: the token answers CKR_PIN_INCORRECT"
            ),
            (unknown, pin, "knows no token of that name"),
            (SoftToken.configuration(.empty, module: "/nowhere.so"), pin, "/nowhere.so"),
            (
                SoftToken.configuration(.empty, module: "/lib/x86_64-linux-gnu/libz.so.1"), pin,
                "no PKCS#11 library"
            ),
        ]
        for (token, pin, said) in rows {
            #expect {
                try TokenKeys(token, pin: pin, campus: campus)
            } throws: { error in
                "\(error)".contains(said) && !"\(error)".contains(SoftToken.pin)
            }
        }
    }
}
