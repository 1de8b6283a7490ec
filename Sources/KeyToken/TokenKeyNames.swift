import CampusCard
import CardPrimitives
import CentralStore

/// The labels under which the keys of one campus lie in a token. Whoever looks into it with another program finds them by
/// these names.
struct TokenKeyNames: Sendable {
    let campus: CampusID

    /// A card master, such as `card-kiosk main cardMaster 31`.
    func master(_ role: CardKeyRole, _ generation: UInt8) -> String {
        "\(prefix) \(role.rawValue) \([generation].hex)"
    }

    /// What the store's own keys are derived from.
    var store: String { "\(prefix) store" }

    private var prefix: String { "card-kiosk \(campus)" }

    /// The generations of which every master is among the labels of a token, rising.
    /// - Throws: for one that is there in part: whoever made it was disturbed, or something is lost.
    func generations(among labels: Set<String>) throws(StoreFailure) -> [UInt8] {
        var whole: [UInt8] = []
        for generation in UInt8.min...UInt8.max {
            let missing = CardKeyRole.allCases.map { master($0, generation) }
                .filter { !labels.contains($0) }
            if missing.isEmpty { whole.append(generation) }
            guard missing.isEmpty || missing.count == CardKeyRole.allCases.count else {
                throw StoreFailure(
                    "look for master keys: generation \([generation].hex) is there in part; "
                        + "missing are \(missing.joined(separator: ", ")). Put them back from the "
                        + "token's backup, or, if the generation was only being made, remove its "
                        + "other keys with the token's own program")
            }
        }
        return whole
    }

    /// Codes under one key of the token: what one store sealed opens in another that has the same token.
    func storeKeys(in session: inout TokenSession) throws -> StoreKeys {
        var vault =
            try session.code([1] + [UInt8]("vault".utf8), under: store)
            + session.code([2] + [UInt8]("vault".utf8), under: store)
        var digest = try session.code([1] + [UInt8]("digest".utf8), under: store)
        return StoreKeys(vault: SecretKey(taking: &vault), digestKey: SecretKey(taking: &digest))
    }
}
