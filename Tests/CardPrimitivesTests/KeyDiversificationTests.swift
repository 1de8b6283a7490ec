import CampusCard
import Testing

@testable import CardPrimitives

/// One entry of `an10922_diversification.json`.
struct DiversificationVector: Decodable {
    let id: String
    let source: String
    let masterKey: HexBytes
    let divInput: HexBytes
    let divConstants: [HexBytes]
    let padToBytes: Int
    let derivedKey: HexBytes
}

@Suite("AN10922 key diversification")
struct KeyDiversificationTests {
    @Test("Every published derived key comes out, the parity bits of DES keys aside")
    func publishedVectors() throws {
        let vectors = try VectorFile<DiversificationVector>.load("an10922_diversification")
        #expect(vectors.count == 6)
        for vector in vectors {
            #expect(derive(vector) == comparable(vector), "\(vector.id): \(vector.source)")
        }
    }

    @Test("Inputs of 16 to 30 bytes give the plain CMAC that a PKCS#11 token computes")
    func plainForm() {
        let master = SecretKey([UInt8](0..<16))
        let mac = CMAC(BlockCipher(.aes128, key: master))
        for length in 16...30 {
            let input = [UInt8](repeating: UInt8(length), count: length)
            let derived = KeyDiversification.aes128(master: master, input: input)
            #expect(derived == SecretKey(mac.code([0x01] + input)), "input of \(length) bytes")
        }
    }

    private func derive(_ vector: DiversificationVector) -> [UInt8] {
        let master = SecretKey(vector.masterKey.bytes)
        let input = vector.divInput.bytes
        switch (vector.divConstants.count, vector.padToBytes) {
        case (1, 32):
            return KeyDiversification.aes128(master: master, input: input).withBytes { Array($0) }
        case (1, _):
            return CMAC(BlockCipher(.aes128, key: master)).code([0x01] + input)
        case (2, _):
            let key = KeyDiversification.twoKeyTripleDES(master: master, input: input)
            return key.withBytes { $0.map { $0 & 0xFE } }
        case (_, _):
            let key = KeyDiversification.threeKeyTripleDES(master: master, input: input)
            return key.withBytes { $0.map { $0 & 0xFE } }
        }
    }

    private func comparable(_ vector: DiversificationVector) -> [UInt8] {
        vector.divConstants.count == 1
            ? vector.derivedKey.bytes : vector.derivedKey.bytes.map { $0 & 0xFE }
    }
}
