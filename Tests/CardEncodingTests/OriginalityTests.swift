import CampusCard
import CardPrimitives
import Testing
import VirtualChips

@testable import CardEncoding

/// Clones in the hopper are found by the maker's signature. The genuine chip has the UID and the
/// signature of NXP AN12343's example, and the profile the key of that example.
@Suite("The originality of blanks")
struct OriginalityTests {
    private let uid: CardUID
    private let signature: [UInt8]
    private let profile: CardProfile

    init() throws {
        uid = try #require(CardUID(hex: "045A115A346180"))
        signature = try #require(
            [UInt8](
                hex: "1CA298FC3F0F04A329254AC0DF7A3EB8E756C076CD1BAAF47B8BBA6D"
                    + "CD78BCC64DFD3E80E679D9A663CAE9E4D4C2C77023077CC549CE4A61"))
        let point = try #require(
            [UInt8](
                hex: "040E98E117AAA36457F43173DC920A8757267F44CE4EC5ADD3C5407557"
                    + "1AEBBF7B942A9774A1D94AD02572427E5AE0A2DD36591B1FB34FCF3D"))
        profile = CardProfile(
            applicationID: CardFixture.applicationID,
            hardwareMajors: [0x01, 0x12, 0x33], makerKeys: [try #require(MakerKey(point))])
    }

    private func chip(
        signature: [UInt8]?, uid: CardUID? = nil, _ generation: ChipGeneration = .ev2
    ) -> VirtualDESFire {
        var memory = ChipMemory(uid: uid ?? self.uid, generation: generation)
        memory.signature = signature
        return VirtualDESFire(memory: memory, random: SeededRandom(1))
    }

    private func inspection() -> ReadBlankIdentity {
        ReadBlankIdentity(
            profile: profile, transportVersion: 0, generation: CardFixture.generation,
            random: SeededRandom(1))
    }

    @Test("A chip that its maker signed is a blank, and becomes a card with one APDU more")
    func genuine() throws {
        var bench = CardBench(chip(signature: signature))
        #expect(try bench.run(inspection()).isDone)
        var second = CardBench(bench.chip)
        let plan = try SampleCard(uid: uid, profile: profile).plan()
        #expect(try second.run(PersonaliseCard(plan: plan, random: SeededRandom(2))).isDone)
        #expect(second.exchanges == 38)
    }

    @Test("A clone is refused by both jobs before anything is written, and so is every EV1")
    func clones() throws {
        let other = try #require(CardUID(hex: "045A115A346181"))
        var forged = signature
        forged[20] ^= 1
        let clones = [
            chip(signature: nil), chip(signature: signature, uid: other), chip(signature: forged),
            chip(signature: signature, .ev1),
        ]
        for clone in clones {
            let memory = clone.memory
            var bench = CardBench(clone)
            let inspected = try bench.run(inspection())
            guard case .fault(let first) = inspected else {
                Issue.record("a clone was taken for a blank")
                continue
            }
            #expect(first.cause == .rejected(.notOriginal))
            let plan = try SampleCard(uid: clone.uid, profile: profile).plan()
            let made = try bench.run(PersonaliseCard(plan: plan, random: SeededRandom(2)))
            guard case .fault(let second) = made else {
                Issue.record("a clone became a card")
                continue
            }
            #expect(second.cause == .rejected(.notOriginal))
            #expect(clone.memory == memory)
        }
    }

    @Test("A chip that was only disturbed is asked for its signature again, by both jobs")
    func disturbed() throws {
        let plan = try SampleCard(uid: uid, profile: profile).plan()
        for status: UInt8 in [0x1E, 0xCA, 0xEE, 0xAE] {
            var bench = CardBench(chip(signature: signature))
            bench.refusal = CardBench.Refusal(
                step: "readSignature", status: StatusWord(desfire: status), isCarriedOut: false,
                count: 1)
            #expect(try bench.run(inspection()).isDone, "\(status)")
            bench.refusal?.count = 1
            let job = PersonaliseCard(plan: plan, random: SeededRandom(2))
            #expect(try bench.run(job).isDone, "\(status)")
        }
    }

    @Test("A loss while the signature is read is recovered from")
    func loss() throws {
        for loss: Interference in [.lostCommand, .lostAnswer] {
            var bench = CardBench(chip(signature: signature), [3: loss])
            #expect(try bench.run(inspection()).isDone)
        }
    }
}
