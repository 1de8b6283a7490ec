import CampusCard
import Testing

@testable import CardPrimitives

/// The example is NXP AN12343's, of a MIFARE DESFire Light: key, UID and signature of its originality
/// check.
@Suite("Signatures by which makers vouch for their chips")
struct MakerKeyTests {
    private static let point =
        "040E98E117AAA36457F43173DC920A8757267F44CE4EC5ADD3C54075571AEBBF7B942A9774A1D94AD02572427E"
        + "5AE0A2DD36591B1FB34FCF3D"
    private static let signature =
        "1CA298FC3F0F04A329254AC0DF7A3EB8E756C076CD1BAAF47B8BBA6DCD78BCC64DFD3E80E679D9A663CAE9E4D4"
        + "C2C77023077CC549CE4A61"
    private static let uid = "045A115A346180"

    private func bytes(_ hex: String) throws -> [UInt8] { try #require([UInt8](hex: hex)) }

    @Test("NXP's published signature is its key's over the chip's UID")
    func published() throws {
        let key = try #require(MakerKey(try bytes(Self.point)))
        let signature = try bytes(Self.signature)
        #expect(key.hasSigned(try bytes(Self.uid), signature: signature))
    }

    @Test("Every flipped bit of UID or signature, and every other length, is noticed")
    func forged() throws {
        let key = try #require(MakerKey(try bytes(Self.point)))
        let uid = try bytes(Self.uid)
        let signature = try bytes(Self.signature)
        for place in uid.indices {
            var other = uid
            other[place] ^= 0x10
            #expect(!key.hasSigned(other, signature: signature))
        }
        for place in signature.indices {
            var other = signature
            other[place] ^= 0x10
            #expect(!key.hasSigned(uid, signature: other))
        }
        for other in [[], Array(signature.dropLast()), signature + [0]] as [[UInt8]] {
            #expect(!key.hasSigned(uid, signature: other))
        }
        #expect(!key.hasSigned(uid, signature: [UInt8](repeating: 0, count: 56)))
    }

    @Test("What is no point of the curve is no key")
    func noPoint() throws {
        let point = try bytes(Self.point)
        #expect(MakerKey(Array(point.dropLast())) == nil)
        #expect(MakerKey(point.dropLast() + [point[56] ^ 1]) == nil)
        #expect(MakerKey([0x02] + point.dropFirst()) == nil)
        #expect(MakerKey([]) == nil)
    }
}
