import CardPrimitives

/// The keys of a session, mixed from both challenges (NXP AN12757 for D40 and EV1, AN12343 section
/// 9.1.7 for EV2).
struct SessionKeys: Sendable {
    private let scheme: AuthenticationScheme
    private let encryption: SecretKey
    /// Differs from `encryption` in EV2 only.
    private let mac: SecretKey

    init(
        _ scheme: AuthenticationScheme, authenticationKey key: SecretKey, reader: [UInt8],
        card: [UInt8]
    ) {
        self.scheme = scheme
        switch scheme {
        case .legacy, .iso:
            encryption = Self.tripleDES(key, reader: reader, card: card)
            mac = encryption
        case .aes:
            encryption = Self.mixed(reader, card, pieces: [0, 12])
            mac = encryption
        case .ev2First, .ev2NonFirst:
            let code = CMAC(BlockCipher(.aes128, key: key))
            let seed = Self.seed(reader: reader, card: card)
            encryption = SecretKey(code.code([0xA5, 0x5A] + seed))
            mac = SecretKey(code.code([0x5A, 0xA5] + seed))
        }
    }

    func channel(transaction: [UInt8], continuing: EV2Session?) -> SecureChannel {
        switch scheme {
        case .legacy: .legacy(LegacySession(sessionKey: encryption))
        case .iso: .ev1(EV1Session(cipher: BlockCipher(.tripleDES, key: encryption)))
        case .aes: .ev1(EV1Session(cipher: BlockCipher(.aes128, key: encryption)))
        case .ev2First, .ev2NonFirst:
            .ev2(
                EV2Session(
                    encryptionKey: encryption, macKey: mac,
                    transaction: continuing?.transaction ?? transaction,
                    counter: continuing?.counter ?? 0))
        }
    }

    /// Three keys mix three pieces, two keys two, and a key with equal halves one, which then
    /// stands twice.
    private static func tripleDES(
        _ key: SecretKey, reader: [UInt8], card: [UInt8]
    ) -> SecretKey {
        if key.count == 24 { return mixed(reader, card, pieces: [0, 6, 12]) }
        let isSingle = key.withBytes { bytes in
            bytes.count == 8 || (0..<8).allSatisfy { bytes[$0] & 0xFE == bytes[$0 + 8] & 0xFE }
        }
        return mixed(reader, card, pieces: isSingle ? [0, 0] : [0, 4])
    }

    /// Four bytes of the reader's and four of the card's challenge, from each place named.
    private static func mixed(_ reader: [UInt8], _ card: [UInt8], pieces: [Int]) -> SecretKey {
        var bytes: [UInt8] = []
        for start in pieces { bytes += reader[start..<start + 4] + card[start..<start + 4] }
        return SecretKey(taking: &bytes)
    }

    /// The input that both EV2 keys are codes of, after their two label bytes.
    private static func seed(reader: [UInt8], card: [UInt8]) -> [UInt8] {
        let crossed = zip(reader[2..<8], card[0..<6]).map { $0 ^ $1 }
        return [0x00, 0x01, 0x00, 0x80] + reader[0..<2] + crossed + card[6..<16] + reader[8..<16]
    }
}
