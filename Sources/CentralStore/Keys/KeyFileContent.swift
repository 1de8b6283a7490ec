import CampusCard
import CardPrimitives
import Foundation

/// What is inside a key file once it is opened: every key as hex, the masters by generation and role.
struct KeyFileContent: Codable {
    let version: Int
    let generations: [Generation]
    let vault: String
    let digest: String

    /// The masters of one generation, by the names of their roles.
    struct Generation: Codable {
        let number: UInt8
        let card: [String: String]
    }

    private static let currentVersion = 2

    init(_ ring: KeyRing) {
        version = Self.currentVersion
        generations = ring.generations.map { number in
            let masters = ring.masters[number] ?? [:]
            return Generation(
                number: number,
                card: Dictionary(
                    uniqueKeysWithValues: masters.map { ($0.rawValue, $1.withBytes { $0.hex }) }))
        }
        vault = ring.storeKeys.vault.withBytes { $0.hex }
        digest = ring.storeKeys.digestKey.withBytes { $0.hex }
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
            content.version == currentVersion, !content.generations.isEmpty,
            let vault = key(content.vault, VaultSeal.keyLength),
            let digest = key(content.digest, CardKeyRole.keyLength)
        else { return nil }
        var masters: [UInt8: [CardKeyRole: SecretKey]] = [:]
        for generation in content.generations {
            guard masters[generation.number] == nil, let keys = keys(of: generation)
            else { return nil }
            masters[generation.number] = keys
        }
        return KeyRing(
            masters: masters, storeKeys: StoreKeys(vault: vault, digestKey: digest))
    }

    private static func keys(of generation: Generation) -> [CardKeyRole: SecretKey]? {
        var keys: [CardKeyRole: SecretKey] = [:]
        for role in CardKeyRole.allCases {
            guard let key = key(generation.card[role.rawValue] ?? "", CardKeyRole.keyLength)
            else { return nil }
            keys[role] = key
        }
        return keys
    }

    private static func key(_ hex: String, _ length: Int) -> SecretKey? {
        guard var bytes = [UInt8](hex: hex), bytes.count == length else { return nil }
        return SecretKey(taking: &bytes)
    }
}
