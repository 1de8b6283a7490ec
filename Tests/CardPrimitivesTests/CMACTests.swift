import CampusCard
import Testing

@testable import CardPrimitives

/// One entry of `cmac_known_answers.json`: a code of a message, or the two subkeys of a key.
struct CMACVector: Decodable, CustomTestStringConvertible {
    let id: String
    let source: String
    let key: HexBytes
    let message: HexBytes?
    let cmac: HexBytes?
    let k1: HexBytes?
    let k2: HexBytes?

    var testDescription: String { "\(id): \(source)" }

    var isAES: Bool { id.hasPrefix("rfc4493") || id.hasSuffix("aes") }

    var mac: CMAC {
        CMAC(BlockCipher(isAES ? .aes128 : .tripleDES, key: SecretKey(key.bytes)))
    }
}

@Suite("CMAC over AES and triple DES")
struct CMACTests {
    @Test("Every published code and every published pair of subkeys comes out")
    func publishedVectors() throws {
        let vectors = try VectorFile<CMACVector>.load("cmac_known_answers")
        #expect(vectors.count == 19)
        for vector in vectors {
            if let message = vector.message {
                #expect(
                    vector.mac.code(message.bytes) == vector.cmac?.bytes,
                    "\(vector.testDescription)")
            } else {
                let (whole, padded) = vector.mac.subkeys()
                #expect(whole == vector.k1?.bytes, "\(vector.testDescription)")
                #expect(padded == vector.k2?.bytes, "\(vector.testDescription)")
            }
        }
    }

    @Test("A starting vector acts as if it were exclusive-ored into the first block")
    func startingVector() {
        let mac = CMAC(BlockCipher(.aes128, key: SecretKey([UInt8](0..<16))))
        let iv = [UInt8](100..<116)
        let message = [UInt8](repeating: 0x5A, count: 40)
        var masked = message
        for index in iv.indices { masked[index] ^= iv[index] }
        #expect(mac.code(message, iv: iv) == mac.code(masked))
    }
}
