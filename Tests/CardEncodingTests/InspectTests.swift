import CampusCard
import CardEncoding
import CardPrimitives
import VirtualChips
import Testing

@Suite("Inspecting a card from the hopper")
struct InspectTests {
    private func inspect(_ chip: VirtualDESFire) throws -> JobEnd<BlankIdentity> {
        var bench = CardBench(chip)
        return try bench.run(
            ReadBlankIdentity(
                profile: try CardFixture.profile(), transportVersion: 0,
                generation: CardFixture.generation, random: SeededRandom(1)))
    }

    private func finding(_ chip: VirtualDESFire) throws -> BlankIdentity.Finding? {
        if case .done(let identity) = try inspect(chip) { identity.finding } else { nil }
    }

    @Test("A blank as delivered is fresh, and gives its UID")
    func fresh() throws {
        guard case .done(let identity) = try inspect(CardFixture.blank()) else {
            Issue.record("a blank was refused")
            return
        }
        #expect(identity.finding == .fresh)
        #expect(identity.uid == CardFixture.uid)
        #expect(identity.product.hardwareMajor == 0x12)
    }

    @Test(
        "A finished card is issued, wherever else a personalisation stopped it is begun, or still fresh"
    )
    func everyStage() throws {
        let plan = try CardFixture.plan()
        var seen: [BlankIdentity.Finding] = []
        for exchange in 0..<37 {
            let chip = try CardFixture.blank()
            var bench = CardBench(chip, [exchange: .lostCommand])
            let limit = PersonaliseCard.recoveryLimit
            let job = PersonaliseCard(plan: plan, random: SeededRandom(2), recoveries: limit)
            #expect(try !bench.run(job).isDone)
            let found = try #require(try finding(chip))
            if seen.last != found { seen.append(found) }
        }
        #expect(seen == [.fresh, .begun, .issued])
    }

    @Test("EV1, random UIDs, strange keys and strange applications are refused by name")
    func refusals() throws {
        let uid = try #require(CardFixture.uid)
        var randomUID = ChipMemory(uid: uid, generation: .ev3)
        randomUID.hasRandomUID = true
        let strange = try CardFixture.blank()
        _ = strange.activate()
        _ = strange.transmit([0x90, 0xCA, 0, 0, 5, 0x11, 0x22, 0x33, 0x0F, 0x81, 0])
        let cases: [(VirtualDESFire, CardRejection)] = [
            (try CardFixture.blank(.ev1), .unsupportedHardware(major: 0x01)),
            (VirtualDESFire(memory: randomUID, random: SeededRandom(1)), .randomUID),
            (strange, .foreignApplications(count: 1)),
            (try retired(), .foreignKey(version: 0x32)),
        ]
        for (chip, expected) in cases {
            let end = try inspect(chip)
            if case .fault(let fault) = end {
                #expect(fault.cause == .rejected(expected))
            } else {
                Issue.record("\(expected): \(end)")
            }
        }
    }

    @Test(
        "A card that is no DESFire is given up after the recoveries, with the status word it gave")
    func noDESFire() throws {
        var job = ReadBlankIdentity(
            profile: try CardFixture.profile(), transportVersion: 0,
            generation: CardFixture.generation, random: SeededRandom(1))
        let first = job.next(.begin)
        #expect(first == .resetField)
        for _ in 0..<2 {
            _ = job.next(.fieldReset)
            let output = job.next(.answer([0x6D, 0x00]))
            #expect(output == .resetField)
        }
        _ = job.next(.fieldReset)
        guard case .fault(let fault) = job.next(.answer([0x6D, 0x00])) else {
            Issue.record("the job went on")
            return
        }
        #expect(fault.cause == .foreignStatusWord(0x6D00))
    }

    /// A card under keys of another generation.
    private func retired() throws -> VirtualDESFire {
        let grant = try CardFixture.grant()
        let keys = CardKeyGrant(
            generation: 0x32, piccMasterKey: grant.keys.piccMasterKey,
            applicationKeys: grant.keys.applicationKeys)
        let other = Personalisation(
            uid: grant.uid, cardNumber: grant.cardNumber, issueNumber: grant.issueNumber,
            identityRecord: grant.identityRecord, statusRecord: grant.statusRecord, keys: keys)
        let chip = try CardFixture.blank()
        var bench = CardBench(chip)
        let plan = try PersonalisationPlan(other, profile: CardFixture.profile())
        #expect(try bench.run(CardFixture.personalise(plan)).isDone)
        return chip
    }
}
