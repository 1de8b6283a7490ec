import CardPrimitives

/// The chip's side of an authentication: it chooses its challenge, checks the reader's reply, and
/// mixes the session keys.
struct ChipHandshake {
    enum Kind: UInt8 {
        case legacy = 0x0A
        case iso = 0x1A
        case aes = 0xAA
        case ev2First = 0x71
        case ev2NonFirst = 0x77
    }

    let kind: Kind
    let keyNumber: UInt8
    let key: ChipKey
    let challenge: [UInt8]
    /// The session whose transaction `ev2NonFirst` goes on with.
    let continuing: ChipEV2Session?

    static func challengeLength(_ kind: Kind, _ key: ChipKey) -> Int {
        kind == .legacy || kind == .iso && key.kind == .twoKeyDES ? 8 : 16
    }

    private var cipher: BlockCipher {
        BlockCipher(key.kind == .aes ? .aes128 : .tripleDES, key: SecretKey(key.bytes))
    }

    private var zeros: [UInt8] { [UInt8](repeating: 0, count: cipher.blockSize) }

    /// The chip's first answer.
    var enciphered: [UInt8] { cipher.encrypt(challenge, iv: zeros) }

    /// Checks the reader's reply. - Returns: the chip's proof and the session.
    func complete(
        _ reply: [UInt8], transaction: [UInt8]
    ) throws(ChipError) -> (proof: [UInt8], session: ChipSession) {
        guard reply.count == 2 * challenge.count else { throw .length }
        let plain = readerToken(reply)
        let reader = Array(plain.prefix(challenge.count))
        guard Array(plain.suffix(challenge.count)) == turned(challenge) else {
            throw .authentication
        }
        switch kind {
        case .legacy:
            return (
                cipher.encrypt(turned(reader)),
                .legacy(ChipLegacySession(cipher: desSession(reader)))
            )
        case .iso:
            let proof = cipher.encrypt(turned(reader), iv: Array(reply.suffix(8)))
            return (proof, .ev1(ChipEV1Session(cipher: desSession(reader))))
        case .aes:
            let proof = cipher.encrypt(turned(reader), iv: Array(reply.suffix(16)))
            let parts = [reader[0..<4], challenge[0..<4], reader[12..<16], challenge[12..<16]]
            let key = SecretKey(Array(parts.joined()))
            return (proof, .ev1(ChipEV1Session(cipher: BlockCipher(.aes128, key: key))))
        case .ev2First:
            let capabilities = [UInt8](repeating: 0, count: 12)
            let proof = cipher.encrypt(transaction + turned(reader) + capabilities, iv: zeros)
            return (proof, .ev2(ev2Session(reader, transaction: transaction, counter: 0)))
        case .ev2NonFirst:
            guard let continuing else { throw .permissionDenied }
            let session = ev2Session(
                reader, transaction: continuing.transaction, counter: continuing.counter)
            return (cipher.encrypt(turned(reader), iv: zeros), .ev2(session))
        }
    }

    /// D40 readers decipher what they send, so the chip enciphers each block to undo it; EV1 goes
    /// on from the chip's own message; EV2 starts from zero.
    private func readerToken(_ reply: [UInt8]) -> [UInt8] {
        switch kind {
        case .legacy:
            return Self.undone(reply, cipher)
        case .iso, .aes:
            return cipher.decrypt(reply, iv: Array(enciphered.suffix(cipher.blockSize)))
        case .ev2First, .ev2NonFirst:
            return cipher.decrypt(reply, iv: zeros)
        }
    }

    /// D40 readers decipher what they send, each block combined with the one before: the chip
    /// enciphers.
    static func undone(_ sent: [UInt8], _ cipher: BlockCipher) -> [UInt8] {
        let blocks = cipher.encrypt(sent)
        return sent.indices.map { $0 < 8 ? blocks[$0] : blocks[$0] ^ sent[$0 - 8] }
    }

    private func turned(_ bytes: [UInt8]) -> [UInt8] { Array(bytes[1...] + bytes[..<1]) }

    private func desSession(_ reader: [UInt8]) -> BlockCipher {
        let halves = key.bytes.map { $0 & 0xFE }
        let isSingle = key.kind == .twoKeyDES && halves[..<8] == halves[8...]
        let starts = key.kind == .threeKeyDES ? [0, 6, 12] : isSingle ? [0, 0] : [0, 4]
        let bytes = starts.flatMap { reader[$0..<$0 + 4] + challenge[$0..<$0 + 4] }
        return BlockCipher(.tripleDES, key: SecretKey(bytes))
    }

    private func ev2Session(
        _ reader: [UInt8], transaction: [UInt8], counter: UInt16
    ) -> ChipEV2Session {
        // NXP numbers challenge bytes from 15 down to 0 and mixes A15 A14, (A13..A8 xor B15..B10),
        // B9..B0, A7..A0.
        let mixed = (0..<6).map { reader[2 + $0] ^ challenge[$0] }
        let vector = reader[..<2] + mixed + challenge[6...] + reader[8...]
        let code = CMAC(cipher)
        let label: [UInt8] = [0x00, 0x01, 0x00, 0x80]
        return ChipEV2Session(
            encryptionKey: SecretKey(code.code([0xA5, 0x5A] + label + vector)),
            macKey: SecretKey(code.code([0x5A, 0xA5] + label + vector)),
            transaction: transaction, counter: counter)
    }
}
