package import CardPrimitives

/// Operations turned into APDUs and answers turned into plain data, with the session that they run
/// in.
package struct CardDialogue: Sendable {
    /// Frames of one answer: 28 frames of 59 bytes would hold the largest file of profile A many
    /// times over.
    static let answerFrameLimit = 28

    private enum Stage: Sendable {
        case idle
        case sending(CommandFrames, Ending)
        case receiving([UInt8], frames: Int, Ending)
        case challenged(Handshake)
        case proving(Handshake)
    }

    /// What remains to be done with a whole answer.
    private enum Ending: Sendable {
        case check(CardCommand.Protection)
        case endSession
        case select
    }

    package private(set) var channel: SecureChannel
    private var stage = Stage.idle
    private let chunkLength: Int

    package init(
        channel: SecureChannel = .open, chunkLength: Int = CommandFrames.chunkLength
    ) {
        self.channel = channel
        self.chunkLength = chunkLength
    }

    /// Begins an operation. - Returns: its first APDU.
    package mutating func begin(
        _ operation: CardOperation, random: inout any RandomSource
    ) -> [UInt8] {
        switch operation {
        case .command(let command):
            if command.instruction == .selectApplication { channel = .open }
            let payload = channel.protect(command)
            let ending: Ending =
                command.instruction == .selectApplication ? .select : .check(command.protection)
            return send(command.instruction, payload, ending)
        case .changeKey(let change):
            let payload = channel.protect(change)
            let ending: Ending = change.replacing == nil ? .endSession : .check(.control)
            return send(.changeKey, payload, ending)
        case .authenticate(let scheme, let keyNumber, let key):
            return authenticate(scheme, keyNumber: keyNumber, key: key, random: &random)
        }
    }

    /// Takes the card's answer to the APDU given out last.
    package mutating func receive(_ response: [UInt8]) -> DialogueTurn {
        let current = stage
        stage = .idle
        guard response.count >= 2 else { return broken(.unbelievable) }
        let data = Array(response.dropLast(2))
        guard response[response.count - 2] == 0x91 else {
            let word =
                UInt16(response[response.count - 2]) << 8 | UInt16(response[response.count - 1])
            return broken(.foreign(statusWord: word))
        }
        let status = StatusWord(desfire: response[response.count - 1])
        switch current {
        case .idle: preconditionFailure("an answer came to no command")
        case .sending(let frames, let ending): return sent(frames, ending, data, status)
        case .receiving(let before, let frames, let ending):
            return received(before + data, frames: frames, ending, status)
        case .challenged(let handshake): return challenged(handshake, data, status)
        case .proving(let handshake): return proven(handshake, data, status)
        }
    }

    private mutating func authenticate(
        _ scheme: AuthenticationScheme, keyNumber: UInt8, key: SecretKey,
        random: inout any RandomSource
    ) -> [UInt8] {
        var continuing: EV2Session?
        if scheme == .ev2NonFirst, case .ev2(let session) = channel { continuing = session }
        let handshake = Handshake(
            scheme, keyNumber: keyNumber, key: key,
            readerChallenge: random.bytes(scheme.challengeLength(keyLength: key.count)),
            continuing: continuing)
        channel = .open
        stage = .challenged(handshake)
        return CommandFrames.wrapped(scheme.instruction.rawValue, handshake.opening)
    }

    private mutating func send(
        _ instruction: Instruction, _ payload: [UInt8], _ ending: Ending
    ) -> [UInt8] {
        var frames = CommandFrames(
            instruction: instruction.rawValue, payload: payload, chunkLength: chunkLength)
        let first = frames.next()
        stage = frames.isExhausted ? .receiving([], frames: 0, ending) : .sending(frames, ending)
        return first
    }

    private mutating func sent(
        _ frames: CommandFrames, _ ending: Ending, _ data: [UInt8], _ status: StatusWord
    ) -> DialogueTurn {
        guard status == .additionalFrame else {
            return broken(status == .done ? .unbelievable : .refused(status))
        }
        guard data.isEmpty else { return broken(.unbelievable) }
        var frames = frames
        let next = frames.next()
        stage = frames.isExhausted ? .receiving([], frames: 0, ending) : .sending(frames, ending)
        return .transmit(next)
    }

    private mutating func received(
        _ data: [UInt8], frames: Int, _ ending: Ending, _ status: StatusWord
    ) -> DialogueTurn {
        if status == .additionalFrame {
            guard frames < Self.answerFrameLimit else { return broken(.unbelievable) }
            stage = .receiving(data, frames: frames + 1, ending)
            return .transmit(CommandFrames.continuation)
        }
        guard status == .done else { return broken(.refused(status)) }
        switch ending {
        case .check(let protection):
            guard let plain = channel.accept(data, status: status, protection: protection) else {
                return broken(.unbelievable)
            }
            return .answered(plain)
        case .endSession, .select:
            channel = .open
            return data.isEmpty ? .answered([]) : .unbelievable
        }
    }

    private mutating func challenged(
        _ handshake: Handshake, _ data: [UInt8], _ status: StatusWord
    ) -> DialogueTurn {
        guard status == .additionalFrame else {
            return broken(status == .done ? .unbelievable : .refused(status))
        }
        var handshake = handshake
        guard let reply = handshake.reply(to: data) else { return broken(.unbelievable) }
        stage = .proving(handshake)
        return .transmit(CommandFrames.wrapped(Instruction.additionalFrame.rawValue, reply))
    }

    private mutating func proven(
        _ handshake: Handshake, _ data: [UInt8], _ status: StatusWord
    ) -> DialogueTurn {
        guard status == .done else {
            return broken(status == .additionalFrame ? .unbelievable : .refused(status))
        }
        guard let session = handshake.session(provenBy: data) else { return broken(.unbelievable) }
        channel = session
        return .answered([])
    }

    private mutating func broken(_ turn: DialogueTurn) -> DialogueTurn {
        channel = .open
        return turn
    }
}
