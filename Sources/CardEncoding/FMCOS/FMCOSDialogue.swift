package import CardPrimitives

/// A key with which commands are protected, and whether their data are enciphered too.
package struct FMCOSLineKey: Sendable {
    let key: SecretKey
    let enciphers: Bool

    package init(_ key: SecretKey, enciphers: Bool = false) {
        self.key = key
        self.enciphers = enciphers
    }
}

/// One thing to be done on an FMCOS card.
package enum FMCOSOperation: Sendable {
    case plain(FMCOSCommand)
    /// Under line protection, with a fresh challenge.
    case protected(FMCOSCommand, FMCOSLineKey)
    /// EXTERNAL AUTHENTICATE: the reader shows that it knows a key. A wrong one costs a try.
    case authenticate(keyNumber: UInt8, SecretKey)
    /// INTERNAL AUTHENTICATE: the card shows that it knows a key. It costs no try.
    case prove(keyNumber: UInt8, SecretKey)
}

/// Operations turned into APDUs, with the challenges that they need.
package struct FMCOSDialogue: CardConversation {
    private enum Stage: Sendable {
        case idle
        case challenged(FMCOSOperation, length: Int)
        case sent
        case proving([UInt8])
    }

    private var stage = Stage.idle

    package init() {}

    package mutating func begin(
        _ operation: FMCOSOperation, random: inout any RandomSource
    ) -> [UInt8] {
        switch operation {
        case .plain(let command):
            stage = .sent
            return command.apdu
        case .protected: return challenge(for: operation, length: 4)
        case .authenticate: return challenge(for: operation, length: 8)
        case .prove(let number, let key):
            let question = random.bytes(8)
            stage = .proving(FMCOSCryptography.enciphered(question, key: key))
            return FMCOSCommand(0x00, 0x88, 0x00, number, question, expecting: 8).apdu
        }
    }

    private mutating func challenge(for operation: FMCOSOperation, length: UInt8) -> [UInt8] {
        stage = .challenged(operation, length: Int(length))
        return FMCOSCommand(0x00, 0x84, 0x00, 0x00, expecting: length).apdu
    }

    package mutating func receive(_ response: [UInt8]) -> DialogueTurn {
        let current = stage
        stage = .idle
        guard response.count >= 2 else { return .unbelievable }
        let data = Array(response.dropLast(2))
        let word = response.suffix(2).reduce(0) { $0 << 8 | UInt16($1) }
        guard word == 0x9000 else {
            // Class 6 and 9 are ISO's and PBOC's; a refusal carries no data.
            guard [6, 9].contains(word >> 12), word >> 8 != 0x91 else {
                return .foreign(statusWord: word)
            }
            return data.isEmpty ? .refused(StatusWord(word)) : .unbelievable
        }
        switch current {
        case .idle: preconditionFailure("an answer came to no command")
        case .sent: return .answered(data)
        case .proving(let expected):
            return ConstantTime.equal(data, expected) ? .answered([]) : .unbelievable
        case .challenged(let operation, let length):
            guard data.count == length else { return .unbelievable }
            stage = .sent
            return .transmit(Self.answer(to: data, in: operation))
        }
    }

    private static func answer(to challenge: [UInt8], in operation: FMCOSOperation) -> [UInt8] {
        switch operation {
        case .plain, .prove: preconditionFailure("this operation asks for no challenge")
        case .protected(let command, let key):
            let data =
                key.enciphers
                ? FMCOSCryptography.sealed(command.data, key: key.key) : command.data
            return command.protected(data, key: key, challenge: challenge)
        case .authenticate(let number, let key):
            let proof = FMCOSCryptography.enciphered(challenge, key: key)
            return FMCOSCommand(0x00, 0x82, 0x00, number, proof).apdu
        }
    }

    /// A write to its memory failed; the application is locked for ever.
    package static func isDamage(_ status: StatusWord) -> Bool {
        [.memoryFailure, .lockedForever].contains(status)
    }

    /// Its key, or its MAC, was not taken, and the card has counted it.
    package static func isKeyRefusal(
        _ status: StatusWord, of operation: FMCOSOperation
    ) -> Bool {
        status.triesLeft != nil || [.keyLocked, .wrongLineMAC, .wrongMAC].contains(status)
    }
}

/// The status words of FMCOS 2.0 (user manual, 6.2) that decide something.
extension StatusWord {
    /// A file or a key whose check sum is wrong: it was torn.
    static let wrongCheckSum = StatusWord(0x6283)
    static let memoryFailure = StatusWord(0x6581)
    static let keyLocked = StatusWord(0x6983)
    static let wrongLineMAC = StatusWord(0x6988)
    /// Also a card or application that is blocked.
    static let notSupported = StatusWord(0x6A81)
    static let fileNotFound = StatusWord(0x6A82)
    static let wrongMAC = StatusWord(0x9302)
    static let lockedForever = StatusWord(0x9303)
    /// No proof of such a transaction.
    static let noProof = StatusWord(0x9406)

    /// `63 Cx`: the tries that a key has left.
    var triesLeft: Int? { value & 0xFFF0 == 0x63C0 ? Int(value & 0x0F) : nil }
}
