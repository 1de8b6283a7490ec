import CampusCard
import CardPrimitives
import Foundation

/// What is inside a key file once it is opened: every key as hex, by its role.
struct KeyFileContent: Codable {
    let version: Int
    let generation: UInt8
    let card: [String: String]
    let vault: String
    let digest: String

    private static let currentVersion = 1

    init(_ ring: KeyRing) {
        version = Self.currentVersion
        generation = ring.generation
        card = Dictionary(
            uniqueKeysWithValues: ring.card.map { ($0.rawValue, $1.withBytes { $0.hex }) })
        vault = ring.vault.withBytes { $0.hex }
        digest = ring.digestKey.withBytes { $0.hex }
    }

    var json: String {
        guard let bytes = try? WireFormat.encode(self) else {
            preconditionFailure("texts and numbers always encode")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil unless every key is there with its length.
    static func ring(json: [UInt8]) -> KeyRing? {
        guard let content = try? JSONDecoder().decode(KeyFileContent.self, from: Data(json)),
            content.version == currentVersion,
            let vault = key(content.vault, VaultSeal.keyLength),
            let digest = key(content.digest, CardKeyRole.keyLength)
        else { return nil }
        var card: [CardKeyRole: SecretKey] = [:]
        for role in CardKeyRole.allCases {
            guard let key = key(content.card[role.rawValue] ?? "", CardKeyRole.keyLength)
            else { return nil }
            card[role] = key
        }
        return KeyRing(
            generation: content.generation, card: card, vault: vault, digestKey: digest)
    }

    private static func key(_ hex: String, _ length: Int) -> SecretKey? {
        guard var bytes = [UInt8](hex: hex), bytes.count == length else { return nil }
        return SecretKey(taking: &bytes)
    }
}
