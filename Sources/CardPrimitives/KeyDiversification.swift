/// The keys of one card, derived from a master key and an input that names the card (NXP AN10922).
///
/// The input is `UID (7) ‖ AID (3) ‖ system identifier`; at 16 to 30 bytes the AES form is the
/// plain CMAC of `01 ‖ input`, so that any PKCS#11 token can compute it.
package enum KeyDiversification {
    /// AN10922 section 2.2: CMAC of `01 ‖ input`, always padded to two blocks.
    /// - Precondition: a master key of 16 bytes, an input of 1 to 31 bytes.
    package static func aes128(master: SecretKey, input: [UInt8]) -> SecretKey {
        derive(.aes128, master: master, input: input, constants: [0x01])
    }

    /// AN10922 section 2.4: two CMACs, `21 ‖ input` and `22 ‖ input`. The lowest bit of each byte
    /// is free for a key version, which the caller sets. - Precondition: a master key of 16 bytes,
    /// an input of 1 to 15 bytes.
    package static func twoKeyTripleDES(master: SecretKey, input: [UInt8]) -> SecretKey {
        derive(.tripleDES, master: master, input: input, constants: [0x21, 0x22])
    }

    /// AN10922 section 2.5: three CMACs, `31`, `32` and `33 ‖ input`.
    /// - Precondition: a master key of 24 bytes, an input of 1 to 15 bytes.
    package static func threeKeyTripleDES(master: SecretKey, input: [UInt8]) -> SecretKey {
        derive(.tripleDES, master: master, input: input, constants: [0x31, 0x32, 0x33])
    }

    private static func derive(
        _ algorithm: BlockCipher.Algorithm, master: SecretKey, input: [UInt8], constants: [UInt8]
    ) -> SecretKey {
        let length = 2 * algorithm.blockSize
        precondition(
            (1..<length).contains(input.count),
            "a diversification input has 1 to \(length - 1) bytes, not \(input.count)")
        precondition(
            algorithm == .aes128 || master.count == 8 * constants.count,
            "a master key for \(constants.count) parts has \(8 * constants.count) bytes")
        let mac = CMAC(BlockCipher(algorithm, key: master))
        var derived: [UInt8] = []
        derived.reserveCapacity(constants.count * algorithm.blockSize)
        for constant in constants { derived += mac.code([constant] + input, paddedTo: length) }
        return SecretKey(taking: &derived)
    }
}
