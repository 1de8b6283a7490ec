package import CardPrimitives

/// One mutual authentication, as the reader: challenge, reply, proof, session.
package struct Handshake: Sendable {
    private let scheme: AuthenticationScheme
    private let keyNumber: UInt8
    private let key: SecretKey
    private let cipher: BlockCipher
    private let readerChallenge: [UInt8]
    /// The EV2 session that `ev2NonFirst` goes on with.
    private let continuing: EV2Session?
    private var cardChallenge: [UInt8] = []
    /// Where the chained schemes (EV1) stand; the others start each message from zero.
    private var vector: [UInt8]

    /// - Parameter readerChallenge: RndA, of the scheme's length.
    package init(
        _ scheme: AuthenticationScheme, keyNumber: UInt8, key: SecretKey, readerChallenge: [UInt8],
        continuing: EV2Session? = nil
    ) {
        precondition(
            readerChallenge.count == scheme.challengeLength(keyLength: key.count),
            "a challenge of \(readerChallenge.count) bytes does not belong to \(scheme)")
        precondition(
            (scheme == .ev2NonFirst) == (continuing != nil),
            "only a following authentication goes on with a session, and it needs one")
        self.scheme = scheme
        self.keyNumber = keyNumber
        self.key = key
        self.readerChallenge = readerChallenge
        self.continuing = continuing
        let isDES = scheme == .legacy || scheme == .iso
        cipher = BlockCipher(isDES ? .tripleDES : .aes128, key: key)
        vector = [UInt8](repeating: 0, count: cipher.blockSize)
    }

    /// The payload of the opening command. EV2 first states that the reader has no capabilities to
    /// announce.
    package var opening: [UInt8] {
        scheme == .ev2First ? [keyNumber, 0x00] : [keyNumber]
    }

    /// The reply to the card's enciphered challenge. Nil when that has the wrong length.
    package mutating func reply(to challenge: [UInt8]) -> [UInt8]? {
        guard challenge.count == readerChallenge.count else { return nil }
        cardChallenge = cipher.decrypt(challenge, iv: zeroVector)
        let token = readerChallenge + Self.rotated(cardChallenge)
        switch scheme {
        case .legacy:
            return LegacySession.sent(token, through: cipher)
        case .iso, .aes:
            let enciphered = cipher.encrypt(token, iv: Array(challenge.suffix(cipher.blockSize)))
            vector = Array(enciphered.suffix(cipher.blockSize))
            return enciphered
        case .ev2First, .ev2NonFirst:
            return cipher.encrypt(token, iv: zeroVector)
        }
    }

    /// The session, once the card has proven that it knows the key. Nil when it has not.
    package func session(provenBy answer: [UInt8]) -> SecureChannel? {
        let isFirst = scheme == .ev2First
        let length = isFirst ? 32 : readerChallenge.count
        guard answer.count == length else { return nil }
        let plain = cipher.decrypt(answer, iv: vector)
        let proof = Array(isFirst ? plain[4..<20] : plain[...])
        guard ConstantTime.equal(proof, Self.rotated(readerChallenge)) else { return nil }
        let keys = SessionKeys(
            scheme, authenticationKey: key, reader: readerChallenge, card: cardChallenge)
        return keys.channel(transaction: Array(plain.prefix(4)), continuing: continuing)
    }

    private var zeroVector: [UInt8] { [UInt8](repeating: 0, count: cipher.blockSize) }

    /// Rotated left by one byte.
    private static func rotated(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.dropFirst()) + bytes.prefix(1)
    }
}
