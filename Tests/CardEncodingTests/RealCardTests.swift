import CampusCard
import CardPrimitives
import Foundation
import Testing

@testable import CardEncoding
@testable import VirtualChips

/// The log of a real DESFire EV1 8K card: operations with the native frames of each.
struct RealCardTranscript: Decodable {
    struct Operation: Decodable {
        let op: String
        let tx: [HexBytes]
        let rx: [HexBytes]
        let info: [String: String]

        /// The bytes at the beginning of a field such as `84 9B 36 (2K3DES)`.
        func bytes(_ field: String) -> [UInt8]? {
            info[field].flatMap { text in
                [UInt8](hex: String(text.prefix { $0 != "(" }).filter { $0 != " " })
            }
        }

        /// The key in `Authenticate(KeyNo= 0, Key= 00 … (DES))`.
        var key: [UInt8]? {
            guard let start = op.range(of: "Key= ")?.upperBound else { return nil }
            return [UInt8](hex: op[start...].prefix { $0 != "(" }.filter { $0 != " " })
        }
    }

    let source: String
    let exchanges: [Operation]
}

@Suite("The transcript of a real EV1 card")
struct RealCardTests {
    private static let uid = CardUID([0x04, 0x06, 0x3F, 0x72, 0x63, 0x34, 0x80])

    private func transcript() throws -> [RealCardTranscript.Operation] {
        try VectorFile.load("ev1_realcard_transcript", as: RealCardTranscript.self).exchanges
    }

    @Test("The virtual chip gives every one of the real card's 85 answers")
    func chipAnswersAsTheCardDid() throws {
        let operations = try transcript()
        let memory = ChipMemory(
            uid: try #require(Self.uid), generation: .ev1, storage: 0x1A,
            production: [0xBA, 0x45, 0x19, 0xE3, 0x20, 0x49, 0x13])
        let challenges = operations.compactMap { $0.bytes("RndB") }
        let chip = VirtualDESFire(memory: memory, random: ScriptedRandom(challenges))
        _ = chip.activate()
        var answers = 0
        for operation in operations {
            for (tx, rx) in zip(operation.tx, operation.rx) {
                let answer = chip.transmit(NativeFrame.wrapped(tx.bytes))
                #expect(answer == NativeFrame.answer(rx.bytes), "\(operation.op)")
                answers += 1
            }
        }
        #expect(answers == 85)
    }

    @Test(
        "The reader's side sends every frame of the log and accepts every answer of the real card")
    func readerRepeatsTheLog() throws {
        let operations = try transcript()
        var random: any RandomSource = ScriptedRandom(operations.compactMap { $0.bytes("RndA") })
        var dialogue = CardDialogue(chunkLength: 59)
        for operation in operations {
            var apdu = dialogue.begin(try cardOperation(operation), random: &random)
            for (index, (tx, rx)) in zip(operation.tx, operation.rx).enumerated() {
                #expect(apdu == NativeFrame.wrapped(tx.bytes), "\(operation.op)")
                let turn = dialogue.receive(NativeFrame.answer(rx.bytes))
                if index + 1 < operation.tx.count {
                    guard case .transmit(let next) = turn else {
                        Issue.record("\(operation.op): \(turn)")
                        return
                    }
                    apdu = next
                } else {
                    #expect(turn.isAnswer, "\(operation.op): \(turn)")
                }
            }
        }
    }

    private func cardOperation(
        _ operation: RealCardTranscript.Operation
    ) throws -> CardOperation {
        let frame = operation.tx[0].bytes
        let parameters = Array(frame.dropFirst())
        switch frame[0] {
        case 0x1A, 0xAA:
            return .authenticate(
                frame[0] == 0x1A ? .iso : .aes, keyNumber: frame[1],
                key: SecretKey(try #require(operation.key)))
        case 0xC4:
            let new = try #require(operation.bytes("New Key"))
            let isAES = operation.info["New Key"]?.contains("AES") ?? false
            let version = isAES ? operation.bytes("Cryptogram")?[16] : nil
            return .changeKey(
                KeyChange(
                    slot: frame[1], newKey: SecretKey(new), version: version,
                    replacing: operation.bytes("Cur Key").map { SecretKey($0) }))
        case 0x54:
            let settings = try #require(operation.bytes("New Settg"))
            return .command(
                CardCommand(
                    .changeKeySettings, data: Array(settings.prefix(1)),
                    protection: .full(answerLength: 0)))
        default:
            return .command(CardCommand(Instruction(rawValue: frame[0]), header: parameters))
        }
    }
}

extension DialogueTurn {
    /// Whether an operation ended well.
    var isAnswer: Bool { if case .answered = self { true } else { false } }
}
