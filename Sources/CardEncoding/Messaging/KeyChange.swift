package import CardPrimitives

/// The replacement of one key by another, which has a protection of its own.
package struct KeyChange: Sendable {
    /// The key number; at card level bits 6 and 7 hold the new key's type (80 = AES).
    package let slot: UInt8
    package let newKey: SecretKey
    /// The version byte that is stored with an AES key; nil for DES keys, which carry it in their
    /// parity bits.
    package let version: UInt8?
    /// The key that is being replaced, when it is not the one the session was opened with. The card
    /// then checks that the sender knows it. Nil for the session's own key; the session ends with
    /// that change.
    package let replacing: SecretKey?

    package init(slot: UInt8, newKey: SecretKey, version: UInt8?, replacing: SecretKey?) {
        precondition(
            replacing == nil || replacing?.count == newKey.count,
            "a key is replaced by one of the same length unless the session's own key changes")
        self.slot = slot
        self.newKey = newKey
        self.version = version
        self.replacing = replacing
    }

    /// `new ‖ version`, or `(new ⊕ old) ‖ version` for another key than the session's. To be wiped
    /// by the caller.
    var keyPart: [UInt8] {
        var bytes = newKey.withBytes { Array($0) }
        replacing?.withBytes { old in
            for index in bytes.indices { bytes[index] ^= old[index] }
        }
        if let version { bytes.append(version) }
        return bytes
    }

    /// The check sum of the new key alone, which goes with a change of another key.
    func newKeyCheckSum(_ sum: ([UInt8]) -> [UInt8]) -> [UInt8] {
        guard replacing != nil else { return [] }
        var bytes = newKey.withBytes { Array($0) }
        defer { SecretMemory.wipe(&bytes) }
        return sum(bytes)
    }
}
