import CampusCard
import CardPrimitives
import Testing

@testable import CardEncoding
@testable import Simulator
@testable import VirtualChips

/// Complete personalisations by readers that are not ours: proxmark3 over EV2, libfreefare over
/// EV1.
struct GoldenTranscripts: Decodable {
    struct Run: Decodable {
        struct Step: Decodable {
            struct Exchange: Decodable {
                let tx: HexBytes
                let rx: HexBytes
            }

            let step: String
            let exchanges: [Exchange]
        }

        let id: String
        let steps: [Step]

        var exchanges: [Step.Exchange] { steps.flatMap(\.exchanges) }
    }

    let runs: [Run]

    static func run(_ id: String) throws -> Run {
        let file = try VectorFile.load("golden_personalisation_transcripts", as: Self.self)
        return try #require(file.runs.first { $0.id == id })
    }
}

@Suite("Personalisations by proxmark3 and libfreefare")
struct GoldenTests {
    private static let ids = ["pm3-ev2", "libfreefare-ev1"]
    private static let zeros = [UInt8](repeating: 0, count: 16)

    @Test(
        "The virtual chip gives every recorded answer, given the recorded challenges",
        arguments: ids)
    func chipRepeats(id: String) throws {
        let run = try GoldenTranscripts.run(id)
        let script = try handshakes(run).flatMap(\.chipScript)
        let memory = ChipMemory(
            uid: try #require(CardFixture.uid), generation: id == "pm3-ev2" ? .ev2 : .ev1)
        let chip = VirtualDESFire(memory: memory, random: ScriptedRandom(script))
        _ = chip.activate()
        for step in run.steps {
            // To come back to the card level, proxmark3 activated the card anew, which leaves no
            // APDU.
            if step.step == "DesfireSelectAndAuthenticate(&c,SC,0,false)" { _ = chip.activate() }
            for exchange in step.exchanges {
                let answer = chip.transmit(exchange.tx.bytes)
                #expect(answer == exchange.rx.bytes, "\(step.step)")
            }
        }
    }

    /// The recordings were made under these seeds, counted as `kiosk-lab chip --seed` counts them.
    @Test(
        "Over the line of a remote chip, under the recorded seed alone, every answer is the same",
        arguments: [("pm3-ev2", ChipGeneration.ev2, "g1"), ("libfreefare-ev1", .ev1, "g4")])
    func seededChipRepeats(id: String, generation: ChipGeneration, seed: String) throws {
        let chip = VirtualDESFire(
            uid: try #require(CardFixture.uid), generation: generation,
            random: SeededChipRandom(seed: seed))
        var remote = RemoteChip(chip)
        var exchanges = 0
        for step in try GoldenTranscripts.run(id).steps {
            if step.step == "DesfireSelectAndAuthenticate(&c,SC,0,false)" {
                #expect(remote.receive([0xFF, 0xFF]) == [])
            }
            for exchange in step.exchanges {
                let sent = exchange.tx.bytes
                let answer = exchange.rx.bytes
                #expect(
                    remote.receive([0, UInt8(sent.count)] + sent)
                        == [0, UInt8(answer.count)] + answer, "\(step.step)")
                exchanges += 1
            }
        }
        #expect(exchanges > 30)
    }

    @Test("Our dialogue sends every frame that they sent, and accepts every answer", arguments: ids)
    func readerRepeats(id: String) throws {
        let run = try GoldenTranscripts.run(id)
        let recorded = try handshakes(run)
        var random: any RandomSource = ScriptedRandom(recorded.map(\.reader))
        var pending = recorded[...]
        var dialogue = CardDialogue(chunkLength: 54)
        for step in run.steps where !step.exchanges.isEmpty {
            var exchanges = step.exchanges[...]
            while let first = exchanges.first {
                let operation = try operation(
                    first.tx.bytes, in: step, dialogue.channel, &pending)
                var apdu = dialogue.begin(operation, random: &random)
                var turn = DialogueTurn.unbelievable
                repeat {
                    let next = exchanges.popFirst()
                    let exchange = try #require(next)
                    #expect(apdu == exchange.tx.bytes, "\(step.step)")
                    turn = dialogue.receive(exchange.rx.bytes)
                    if case .transmit(let next) = turn { apdu = next }
                } while !turn.isEnd
                #expect(turn.isAnswer, "\(step.step): \(turn)")
            }
        }
        #expect(pending.isEmpty)
    }

    /// The operation that a recorded first frame begins. Enciphered parameters are known from the
    /// call that made them: data counts up in threes, the purse is credited with 12345, and so on.
    private func operation(
        _ apdu: [UInt8], in step: GoldenTranscripts.Run.Step, _ channel: SecureChannel,
        _ pending: inout ArraySlice<RecordedHandshake>
    ) throws -> CardOperation {
        let parameters = Array(apdu.dropFirst(5).dropLast())
        let code = channel.hasCodes ? 8 : 0
        switch apdu[1] {
        case 0x0A, 0x1A, 0xAA, 0x71:
            let next = pending.popFirst()
            let handshake = try #require(next)
            return .authenticate(
                handshake.scheme, keyNumber: handshake.keyNumber, key: SecretKey(handshake.key))
        case 0xC4:
            return .changeKey(keyChange(slot: parameters[0]))
        case 0x3D:
            return .command(write(parameters))
        case 0xBD:
            return .command(read(Array(parameters.prefix(7))))
        case 0x51:
            return .command(.confirmUID)
        case 0x6C:
            return .command(
                CardCommand(
                    Instruction(rawValue: 0x6C), header: [3],
                    protection: .full(answerLength: 4)))
        case 0x0C:
            return .command(enciphered(0x0C, header: [3], data: [0x39, 0x30, 0, 0]))
        case 0x54:
            return .command(enciphered(0x54, header: [], data: [0x09]))
        case 0x5C:
            return .command(enciphered(0x5C, header: [0], data: [0x00]))
        default:
            let header = parameters.dropLast(apdu[1] == 0x5A ? 0 : code)
            return .command(CardCommand(Instruction(rawValue: apdu[1]), header: Array(header)))
        }
    }

    private func keyChange(slot: UInt8) -> KeyChange {
        let firsts: [UInt8: UInt8] = [0x80: 0xA0, 0: 0x10, 1: 0x20, 2: 0x30, 3: 0x40]
        return KeyChange(
            slot: slot, newKey: SecretKey(CardFixture.key(firsts[slot] ?? 0)), version: 1,
            replacing: (1...4).contains(slot) ? SecretKey(Self.zeros) : nil)
    }

    private func write(_ parameters: [UInt8]) -> CardCommand {
        let header = Array(parameters.prefix(7))
        let data = (0..<header[4]).map { $0 &* 3 }
        return CardCommand(
            .writeData, header: header, data: data,
            protection: header[0] == 4 ? .mac : .full(answerLength: 0))
    }

    private func read(_ header: [UInt8]) -> CardCommand {
        CardCommand(
            .readData, header: header,
            protection: header[0] == 4 ? .mac : .full(answerLength: Int(header[4])))
    }

    private func enciphered(
        _ instruction: UInt8, header: [UInt8], data: [UInt8]
    ) -> CardCommand {
        CardCommand(
            Instruction(rawValue: instruction), header: header, data: data,
            protection: .full(answerLength: 0))
    }

    /// Every authentication of a run, in order.
    private func handshakes(_ run: GoldenTranscripts.Run) throws -> [RecordedHandshake] {
        let candidates =
            [Self.zeros] + [0xA0, 0x10, 0x20, 0x30, 0x40].map { CardFixture.key($0) }
        let schemes: [UInt8: AuthenticationScheme] = [
            0x0A: .legacy, 0x1A: .iso, 0xAA: .aes, 0x71: .ev2First,
        ]
        var found: [RecordedHandshake] = []
        for (first, second) in zip(run.exchanges, run.exchanges.dropFirst()) {
            guard let scheme = schemes[first.tx.bytes[1]] else { continue }
            let handshake = RecordedHandshake(
                scheme: scheme, keyNumber: first.tx.bytes[5],
                challenge: Array(first.rx.bytes.dropLast(2)),
                reply: Array(second.tx.bytes.dropFirst(5).dropLast()),
                proof: Array(second.rx.bytes.dropLast(2)), candidates: candidates)
            found.append(try #require(handshake))
        }
        return found
    }
}

extension DialogueTurn {
    /// Whether an operation is over.
    fileprivate var isEnd: Bool { if case .transmit = self { false } else { true } }
}

extension SecureChannel {
    /// Whether commands on the card carry a MAC.
    fileprivate var hasCodes: Bool { if case .ev2 = self { true } else { false } }
}
