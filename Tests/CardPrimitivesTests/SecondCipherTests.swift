import CampusCard
import CardPrimitives
import Crypto
import CryptoExtras
import Foundation
import Testing
import VirtualChips

/// Goal: our AES over OpenSSL is AES. Method: swift-crypto, whose AES is BoringSSL's, is asked the same: every published key
/// and message, and many more from a seed.
@Suite("AES by two libraries")
struct SecondCipherTests {
    private static let seed = "aes-2026-11"
    private static let samples = 2_000

    @Test("Both give the same code of every published message and derivation")
    func published() throws {
        var compared = 0
        for vector in try VectorFile<CMACVector>.load("cmac_known_answers") {
            guard vector.isAES, let message = vector.message else { continue }
            try agree(on: message.bytes, key: vector.key.bytes)
            compared += 1
        }
        for vector in try VectorFile<DiversificationVector>.load("an10922_diversification")
        where vector.masterKey.bytes.count == 16 && vector.divConstants.count == 1 {
            try agree(on: [0x01] + vector.divInput.bytes, key: vector.masterKey.bytes)
            compared += 1
        }
        #expect(compared >= 8)
    }

    @Test("Both give the same blocks, chains and codes of messages drawn from a seed")
    func seeded() throws {
        var draws = SeededChipRandom(seed: Self.seed)
        for _ in 0..<Self.samples {
            let message = draws.bytes(Int(draws.bytes(1)[0]) % 97)
            try agree(on: message, key: draws.bytes(16))
        }
    }

    private func agree(on message: [UInt8], key: [UInt8]) throws {
        let cipher = BlockCipher(.aes128, key: SecretKey(key))
        let theirs = SymmetricKey(data: key)
        #expect(CMAC(cipher).code(message) == (try code(message, theirs)))
        let blocks = message + Array(repeating: 0, count: (16 - message.count % 16) % 16)
        let iv = Array((key + message).suffix(16))
        let chained = try AES._CBC.encrypt(
            blocks, using: theirs, iv: AES._CBC.IV(ivBytes: iv), noPadding: true)
        #expect(cipher.encrypt(blocks, iv: iv) == Array(chained))
        #expect(cipher.decrypt(Array(chained), iv: iv) == blocks)
        for start in stride(from: 0, to: blocks.count, by: 16) {
            var block = Array(blocks[start..<start + 16])
            try AES.permute(&block, key: theirs)
            #expect(cipher.encrypt(Array(blocks[start..<start + 16])) == block)
        }
    }

    private func code(_ message: [UInt8], _ key: SymmetricKey) throws -> [UInt8] {
        var mac = try AES.CMAC(key: key)
        mac.update(data: message)
        return Array(mac.finalize())
    }
}
