import CardPrimitives
import VirtualChips

@testable import CardEncoding

/// Talks to a chip through our dialogue, one operation at a time.
struct ChipTalk {
    let chip: VirtualDESFire
    private var dialogue = CardDialogue()
    /// Flip the last data bit of the next command, or the first of the next answer with data.
    var flipNextCommand = false
    var flipNextAnswer = false
    private var random: any RandomSource = SeededRandom(31)

    init(_ chip: VirtualDESFire) {
        self.chip = chip
        _ = chip.activate()
    }

    mutating func reactivate() {
        _ = chip.activate()
        dialogue = CardDialogue()
    }

    mutating func perform(_ operation: CardOperation) -> DialogueTurn {
        var apdu = dialogue.begin(operation, random: &random)
        for _ in 0..<CardDialogue.answerFrameLimit {
            let turn = dialogue.receive(exchange(apdu))
            guard case .transmit(let next) = turn else { return turn }
            apdu = next
        }
        return .unbelievable
    }

    private mutating func exchange(_ apdu: [UInt8]) -> [UInt8] {
        var sent = apdu
        if flipNextCommand, sent.count > 5 {
            sent[sent.count - 2] ^= 0x01
            flipNextCommand = false
        }
        var answer = chip.transmit(sent)
        if flipNextAnswer, answer.count > 2 {
            answer[0] ^= 0x01
            flipNextAnswer = false
        }
        return answer
    }

    mutating func command(
        _ instruction: UInt8, _ header: [UInt8] = [], data: [UInt8] = [],
        _ protection: CardCommand.Protection = .control
    ) -> DialogueTurn {
        perform(
            .command(
                CardCommand(
                    Instruction(rawValue: instruction), header: header, data: data,
                    protection: protection)))
    }

    mutating func open(
        _ keyNumber: UInt8, _ scheme: AuthenticationScheme = .ev2First, keyLength: Int = 16
    ) -> DialogueTurn {
        let key = SecretKey([UInt8](repeating: 0, count: keyLength))
        return perform(.authenticate(scheme, keyNumber: keyNumber, key: key))
    }
}
