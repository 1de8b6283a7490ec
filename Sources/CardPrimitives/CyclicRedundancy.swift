/// The two check sums that DESFire puts inside enciphered data. Both go out least significant byte
/// first.
package enum CyclicRedundancy {
    /// CRC-32/JAMCRC: the Ethernet polynomial (reflected EDB88320), preset all ones, no final
    /// inversion.
    package static func jam32(_ bytes: [UInt8]) -> [UInt8] {
        var register: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 {
                register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1
            }
        }
        return (0..<4).map { UInt8(truncatingIfNeeded: register >> (8 * $0)) }
    }

    /// CRC_A of ISO/IEC 14443-3: reflected polynomial 8408, preset 6363.
    package static func typeA16(_ bytes: [UInt8]) -> [UInt8] {
        var register: UInt16 = 0x6363
        for byte in bytes {
            register ^= UInt16(byte)
            for _ in 0..<8 {
                register = register & 1 == 1 ? register >> 1 ^ 0x8408 : register >> 1
            }
        }
        return [UInt8(truncatingIfNeeded: register), UInt8(truncatingIfNeeded: register >> 8)]
    }
}
