import CLibCrypto
import CampusCard

/// What one guess at a password costs (RFC 7914): memory is 128 · r · N bytes.
package struct ScryptCost: Hashable, Sendable {
    /// N, a power of two.
    let rounds: UInt64
    let blockSize: UInt64
    let parallel: UInt64

    /// 32 MB and about 80 ms on one core of 2026.
    package static let production = ScryptCost(rounds: 32_768, blockSize: 8, parallel: 1)
    /// 1 MB and about 3 ms: for demo data, whose passwords are known anyway.
    package static let demo = ScryptCost(rounds: 1_024, blockSize: 8, parallel: 1)
    /// Next to nothing, for tests.
    package static let test = ScryptCost(rounds: 2, blockSize: 1, parallel: 1)
}

/// A verifier of a card password: `scrypt$N$r$p$salt$hash`, salt and hash as hex.
struct PasswordHash {
    private static let saltLength = 16
    private static let hashLength = 32
    /// What OpenSSL may allocate for one hash: 64 MB, twice the production cost.
    private static let memoryLimit: UInt64 = 64 << 20

    let text: String

    static func make(
        _ password: CardPassword, cost: ScryptCost, randomBytes: (Int) -> [UInt8]
    ) -> PasswordHash {
        let salt = randomBytes(saltLength)
        let hash = derive(password, salt: salt, cost: cost)
        return PasswordHash(
            text: "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallel)$\(salt.hex)$\(hash.hex)"
        )
    }

    /// True when the password made this verifier; a verifier that cannot be read fits no password.
    func matches(_ password: CardPassword) -> Bool {
        let parts = text.split(separator: "$")
        guard parts.count == 6, parts[0] == "scrypt",
            let rounds = UInt64(parts[1]), let blockSize = UInt64(parts[2]),
            let parallel = UInt64(parts[3]),
            let salt = [UInt8](hex: String(parts[4])), let expected = [UInt8](hex: String(parts[5]))
        else { return false }
        let cost = ScryptCost(rounds: rounds, blockSize: blockSize, parallel: parallel)
        let found = Self.derive(password, salt: salt, cost: cost)
        return found.count == expected.count && CRYPTO_memcmp(found, expected, found.count) == 0
    }

    private static func derive(
        _ password: CardPassword, salt: [UInt8], cost: ScryptCost
    ) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: hashLength)
        let text = password.digits
        let done = EVP_PBE_scrypt(
            text, text.utf8.count, salt, salt.count, cost.rounds, cost.blockSize, cost.parallel,
            memoryLimit, &hash, hash.count)
        precondition(done == 1, "scrypt with these costs needs more memory than its limit")
        return hash
    }
}
