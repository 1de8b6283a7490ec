import CampusCard
import Testing

@testable import CardPrimitives

@Suite("Block ciphers, check sums and key memory")
struct PrimitiveTests {
    /// FIPS 197, appendix C.1.
    @Test("AES-128 gives the block of FIPS 197 and takes it back")
    func aesBlock() throws {
        let cipher = BlockCipher(.aes128, key: SecretKey([UInt8](0...15)))
        let plain = try #require([UInt8](hex: "00112233445566778899AABBCCDDEEFF"))
        let enciphered = cipher.encrypt(plain)
        #expect(enciphered.hex == "69C4E0D86A7B0430D8CDB78070B4C55A")
        #expect(cipher.decrypt(enciphered) == plain)
    }

    /// NIST SP 800-38A, F.2.1.
    @Test("AES-128 in CBC mode gives the blocks of SP 800-38A and takes them back")
    func aesChain() throws {
        let key = try #require([UInt8](hex: "2B7E151628AED2A6ABF7158809CF4F3C"))
        let cipher = BlockCipher(.aes128, key: SecretKey(key))
        let plain = try #require(
            [UInt8](hex: "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51"))
        let enciphered = cipher.encrypt(plain, iv: [UInt8](0...15))
        #expect(
            enciphered.hex == "7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2")
        #expect(cipher.decrypt(enciphered, iv: [UInt8](0...15)) == plain)
    }

    /// NIST SP 800-17, table A.1 (variable plaintext), first row.
    @Test("Single, two-key and three-key DES agree where their keys coincide")
    func desKeyLengths() throws {
        let single = [UInt8](repeating: 0x01, count: 8)
        let plain: [UInt8] = [0x80, 0, 0, 0, 0, 0, 0, 0]
        for copies in 1...3 {
            let key = Array([[UInt8]](repeating: single, count: copies).joined())
            let cipher = BlockCipher(.tripleDES, key: SecretKey(key))
            #expect(cipher.encrypt(plain).hex == "95F8A5E5DD31D900", "\(copies) keys")
            #expect(cipher.decrypt(cipher.encrypt(plain, iv: plain), iv: plain) == plain)
        }
    }

    /// Standard check values: CRC-32/JAMCRC 340BC6D9, CRC-16/ISO-IEC-14443-3-A BF05.
    @Test("The check sums of 123456789 are the catalogued ones, least significant byte first")
    func checkValues() {
        let digits = Array("123456789".utf8)
        #expect(CyclicRedundancy.jam32(digits).hex == "D9C60B34")
        #expect(CyclicRedundancy.typeA16(digits).hex == "05BF")
    }

    @Test("Comparison finds a difference in any byte and in length")
    func comparison() {
        let code = [UInt8](0..<8)
        #expect(ConstantTime.equal(code, code))
        #expect(!ConstantTime.equal(code, code + [8]))
        for index in code.indices {
            var other = code
            other[index] ^= 0x10
            #expect(!ConstantTime.equal(code, other))
        }
    }

    @Test("A key prints its length only, by every way of printing")
    func redaction() {
        let key = SecretKey([UInt8](repeating: 0xA7, count: 16))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("167") && !text.uppercased().contains("A7"))
        }
    }

    @Test("Taking bytes over empties the array that held them")
    func takingOver() {
        var bytes = [UInt8](repeating: 0xA7, count: 16)
        let key = SecretKey(taking: &bytes)
        #expect(bytes.isEmpty)
        #expect(key == SecretKey([UInt8](repeating: 0xA7, count: 16)))
        #expect(key != SecretKey([UInt8](repeating: 0xA7, count: 24)))
    }

    @Test("The system's random generator gives as many bytes as asked, and others each time")
    func systemRandom() {
        var random = SystemRandom()
        let first = random.bytes(16)
        #expect(first.count == 16)
        #expect(first != random.bytes(16))
    }

    @Test("Key memory is on OpenSSL's secure heap")
    func secureHeap() {
        #expect(SecretMemory.protection != .ordinary)
    }
}
