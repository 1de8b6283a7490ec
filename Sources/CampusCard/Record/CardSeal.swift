/// The store's mark on an identity: the first eight bytes of an AES-CMAC, under a key that never
/// leaves the store, over `IdentityRecord.sealedBytes`. It ties identity and issue number to one
/// chip: a copy on another chip, or another issue number on this one, has no valid seal.
package struct CardSeal: Hashable, Sendable, Codable {
    package static let length = 8
    package let bytes: [UInt8]

    /// Nil unless there are eight bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }
}
