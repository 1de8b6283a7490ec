import CampusCard
import CardEncoding
import CardPrimitives
import Foundation
import Testing

@Suite("The dialogue with a card")
struct DialogueTests {
    private func begin(_ dialogue: inout CardDialogue, _ command: CardCommand) -> [UInt8] {
        var random: any RandomSource = SeededRandom(1)
        return dialogue.begin(.command(command), random: &random)
    }

    @Test(
        "A command is cut into frames of at most 52 data bytes, whatever its length",
        arguments: [0, 1, 51, 52, 53, 104, 105, 200])
    func frames(length: Int) {
        let payload = (0..<length).map { UInt8($0) }
        var frames = CommandFrames(instruction: 0x3D, payload: payload)
        var joined: [UInt8] = []
        var instructions: [UInt8] = []
        repeat {
            let apdu = frames.next()
            instructions.append(apdu[1])
            #expect(apdu.starts(with: [0x90]) && apdu.last == 0)
            let data = apdu.count == 5 ? [] : Array(apdu.dropFirst(5).dropLast())
            #expect(apdu.count == 5 || Int(apdu[4]) == data.count)
            #expect(data.count <= CommandFrames.chunkLength)
            joined += data
        } while !frames.isExhausted
        #expect(joined == payload)
        #expect(instructions == [0x3D] + [UInt8](repeating: 0xAF, count: max(0, (length - 1) / 52)))
    }

    @Test("An answer without end is not followed for ever")
    func endlessAnswer() {
        var dialogue = CardDialogue()
        _ = begin(&dialogue, CardCommand(.getVersion))
        var turns = 0
        while case .transmit = dialogue.receive([0x00, 0x91, 0xAF]) {
            turns += 1
            if turns > 100 { break }
        }
        #expect(turns == 28)
    }

    @Test("Short answers, foreign status words and refusals are told apart")
    func kindsOfAnswer() {
        let cases: [([UInt8], DialogueTurn)] = [
            ([], .unbelievable), ([0x91], .unbelievable),
            ([0x90, 0x00], .foreign(statusWord: 0x9000)),
            ([0x6E, 0x00], .foreign(statusWord: 0x6E00)),
            ([0x91, 0x9D], .refused(.permissionDenied)),
            ([0x31, 0x91, 0x00], .answered([0x31])),
        ]
        for (response, expected) in cases {
            var dialogue = CardDialogue()
            _ = begin(&dialogue, CardCommand(.getKeyVersion, header: [0]))
            let turn = dialogue.receive(response)
            #expect(turn == expected)
        }
    }

    @Test("Damage reported by the card ends a job at once, and no recovery is tried")
    func damage() throws {
        for status: UInt8 in [0xA1, 0xC1, 0xCD, 0xF1] {
            var job = CardFixture.personalise(try CardFixture.plan())
            _ = job.next(.begin)
            _ = job.next(.fieldReset)
            guard case .fault(let fault) = job.next(.answer([0x91, status])) else {
                Issue.record("the job went on after \(status)")
                continue
            }
            #expect(fault.cause == .damaged(StatusWord(desfire: status)))
        }
    }

    @Test("A reader that cannot activate the card uses up the recoveries")
    func noActivation() throws {
        var job = CardFixture.personalise(try CardFixture.plan())
        var outputs = [job.next(.begin)]
        for _ in 0..<3 { outputs.append(job.next(.lost)) }
        #expect(outputs.dropLast() == [.resetField, .resetField, .resetField])
        guard case .fault(let fault) = outputs[3] else {
            Issue.record("the job went on")
            return
        }
        #expect(fault.cause == .lost)
        #expect(fault.step == nil)
        #expect(fault.knowledge == CardKnowledge())
    }

    @Test("A plan whose record, numbers, keys or generation do not fit is refused by name")
    func plans() throws {
        let good = try CardFixture.grant()
        let profile = try CardFixture.profile()
        func plan(
            issue: UInt16 = 7, identity: String? = nil, keys: CardKeyGrant? = nil
        ) throws -> PersonalisationPlan {
            try PersonalisationPlan(
                Personalisation(
                    uid: good.uid, cardNumber: good.cardNumber, issueNumber: IssueNumber(issue),
                    identityRecord: identity ?? good.identityRecord,
                    statusRecord: good.statusRecord, keys: keys ?? good.keys), profile: profile)
        }
        func keys(generation: UInt8 = 0x31, count: Int = 5) -> CardKeyGrant {
            CardKeyGrant(
                generation: generation, piccMasterKey: good.keys.piccMasterKey,
                applicationKeys: Array(good.keys.applicationKeys.prefix(count)))
        }
        #expect(throws: PlanFault.numbersDiffer) { try plan(issue: 9) }
        #expect(throws: PlanFault.record(.wrongLength(file: .identity, length: 0, expected: 64))) {
            try plan(identity: "not hex")
        }
        #expect(throws: PlanFault.keys) { try plan(keys: keys(count: 4)) }
        #expect(throws: PlanFault.generation(0)) { try plan(keys: keys(generation: 0)) }
        #expect(throws: Never.self) { try plan() }
    }

    @Test("A fault says in a sentence what was being done, what happened, and what is known")
    func sentences() throws {
        let uid = try #require(CardFixture.uid)
        let fault = EncodingFault(
            cause: .rejected(.otherCard(found: uid)),
            step: EncodingStep(PersonaliseStep.readVersion), knowledge: CardKnowledge())
        #expect(
            fault.description
                == "working on a card, at readVersion: not for this job: "
                + "it is another card, 04DE5F1EACC040; contents unknown")
        let lost = EncodingFault(cause: .lost, step: nil, knowledge: CardKnowledge())
        #expect(
            lost.description
                == "working on a card, while the field was reset: "
                + "it left the field or fell silent; contents unknown")
        #expect(
            EncodingFaultCause.foreignStatusWord(0x6E00).description
                == "it answered 6E00, which no such card does")
    }
}
