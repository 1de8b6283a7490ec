import CampusCard
import CardPrimitives
import Testing

@testable import CardEncoding
@testable import VirtualChips

/// A challenge pair that was recovered from a recorded authentication.
struct RecordedHandshake {
    let keyNumber: UInt8
    let scheme: AuthenticationScheme
    let key: [UInt8]
    let reader: [UInt8]
    let card: [UInt8]
    /// TI, in an EV2 first authentication only.
    let transaction: [UInt8]

    /// What a chip's random source must give to repeat it.
    var chipScript: [[UInt8]] { scheme == .ev2First ? [card, transaction] : [card] }

    /// Looks for the key, among the candidates, under which the reader's second frame holds the
    /// card's challenge.
    init?(
        scheme: AuthenticationScheme, keyNumber: UInt8, challenge: [UInt8], reply: [UInt8],
        proof: [UInt8], candidates: [[UInt8]]
    ) {
        for key in candidates {
            let isDES = scheme == .legacy || scheme == .iso
            guard (isDES ? [16, 24] : [16]).contains(key.count) else { continue }
            let cipher = BlockCipher(isDES ? .tripleDES : .aes128, key: SecretKey(key))
            let zeros = [UInt8](repeating: 0, count: cipher.blockSize)
            let card = cipher.decrypt(challenge, iv: zeros)
            let token: [UInt8]
            switch scheme {
            case .legacy: token = ChipHandshake.undone(reply, cipher)
            case .iso, .aes:
                token = cipher.decrypt(reply, iv: Array(challenge.suffix(cipher.blockSize)))
            case .ev2First, .ev2NonFirst: token = cipher.decrypt(reply, iv: zeros)
            }
            guard Array(token.suffix(card.count)) == Array(card[1...]) + card[..<1] else {
                continue
            }
            self.keyNumber = keyNumber
            self.scheme = scheme
            self.key = key
            self.card = card
            reader = Array(token.prefix(card.count))
            let plain = scheme == .ev2First ? cipher.decrypt(proof, iv: zeros) : []
            transaction = Array(plain.prefix(4))
            return
        }
        return nil
    }
}

/// Native frames, command or status first, turned into the ISO wrapping and back.
enum NativeFrame {
    static func wrapped(_ frame: [UInt8]) -> [UInt8] {
        CommandFrames.wrapped(frame[0], Array(frame.dropFirst()))
    }

    static func answer(_ frame: [UInt8]) -> [UInt8] { frame.dropFirst() + [0x91, frame[0]] }
}
