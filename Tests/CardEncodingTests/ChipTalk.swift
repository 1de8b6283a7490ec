import CardPrimitives
import VirtualChips

@testable import CardEncoding

/// Talks to a chip through our dialogue, one operation at a time.
struct ChipTalk {
    let chip: VirtualDESFire
    private var dialogue = CardDialogue()
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
            let turn = dialogue.receive(chip.transmit(apdu))
            guard case .transmit(let next) = turn else { return turn }
            apdu = next
        }
        return .unbelievable
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
        _ keyNumber: UInt8, _ scheme: AuthenticationScheme = .ev2First
    ) -> DialogueTurn {
        let key = SecretKey([UInt8](repeating: 0, count: 16))
        return perform(.authenticate(scheme, keyNumber: keyNumber, key: key))
    }
}
