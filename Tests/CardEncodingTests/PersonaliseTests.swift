import CampusCard
import CardEncoding
import CardPrimitives
import VirtualChips
import Testing

@Suite("Personalising a blank")
struct PersonaliseTests {
    @Test(
        "A blank of each generation becomes a card that a terminal reads",
        arguments: [ChipGeneration.ev2, .ev3])
    func blankBecomesCard(generation: ChipGeneration) throws {
        let chip = try CardFixture.blank(generation)
        var bench = CardBench(chip)
        let end = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        guard case .done(let facts) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(facts.product.uid == CardFixture.uid)
        #expect(facts.generation == CardFixture.generation)
        #expect(bench.exchanges == 37)
        let contents = try bench.run(CardFixture.read())
        let expected = CardContents(
            uid: facts.product.uid, identity: try CardFixture.identity(),
            status: try CardFixture.status().encoded(as: .standard))
        #expect(contents == .done(expected))
    }

    @Test(
        "Each checkpoint comes right before the write that cannot be taken back, and nowhere else")
    func checkpoints() throws {
        var bench = CardBench(try CardFixture.blank())
        _ = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        let following = zip(bench.events, bench.events.dropFirst()).compactMap { event, next in
            if case .checkpoint(let checkpoint) = event { (checkpoint, next) } else { nil }
        }
        #expect(following.map(\.0) == [.masterKeyChange, .structureComplete, .contentsCommit])
        #expect(
            following.map(\.1) == [
                .sent(EncodingStep(PersonaliseStep.changeCardKey)),
                .sent(EncodingStep(PersonaliseStep.changeAdministrationKey)),
                .sent(EncodingStep(PersonaliseStep.commit)),
            ])
    }

    @Test("Doing it again with the same plan finds the contents and writes none")
    func again() throws {
        let chip = try CardFixture.blank()
        var bench = CardBench(chip)
        _ = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        let memory = chip.memory
        var second = CardBench(chip)
        #expect(try second.run(CardFixture.personalise(try CardFixture.plan(), seed: 9)).isDone)
        #expect(chip.memory == memory)
        #expect(!second.events.contains { if case .checkpoint = $0 { true } else { false } })
    }

    @Test(
        "A card that keeps another identity, or another status, is read back and rejected",
        arguments: [0, 1])
    func keptWrong(file: Int) throws {
        let chip = try CardFixture.blank()
        var bench = CardBench(chip)
        let commit = BenchEvent.sent(EncodingStep(PersonaliseStep.commit))
        bench.isAcceptable = { chip, events in
            if events.last == commit { chip.spoil(backup: file) }
            return true
        }
        let end = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        #expect(rejection(end) == .readBackDiffers)
        guard case .fault(let fault) = end else { return }
        #expect(fault.knowledge.mayShowNewContents)
        let step = file == 0 ? PersonaliseStep.readIdentity : .readStatus
        #expect(fault.step == EncodingStep(step))
    }

    @Test("A finished card is never rewritten by another plan")
    func otherPlan() throws {
        let chip = try CardFixture.blank()
        var bench = CardBench(chip)
        _ = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        let memory = chip.memory
        let end = try bench.run(CardFixture.personalise(try CardFixture.plan(issue: 8)))
        #expect(rejection(end) == .otherContents)
        #expect(chip.memory == memory)
    }

    @Test("Every card that is not this blank is refused before anything is written")
    func refusals() throws {
        let other = try #require(CardUID([0x04, 1, 2, 3, 4, 5, 6]))
        let cases: [(VirtualDESFire, CardRejection)] = [
            (try CardFixture.blank(uid: other), .otherCard(found: other)),
            (try CardFixture.blank(.ev1), .unsupportedHardware(major: 0x01)),
            (try chip { $0.hasRandomUID = true }, .randomUID),
            (try strangers(), .foreignApplications(count: 1)),
        ]
        for (chip, expected) in cases {
            let memory = chip.memory
            var bench = CardBench(chip)
            let end = try bench.run(CardFixture.personalise(try CardFixture.plan()))
            #expect(rejection(end) == expected)
            #expect(chip.memory == memory, "\(expected)")
        }
    }

    @Test("A card that refuses both keys is given up after two authentications")
    func wrongKeys() throws {
        let chip = try CardFixture.blank()
        var bench = CardBench(chip)
        _ = try bench.run(CardFixture.personalise(try CardFixture.plan()))
        var grant = try CardFixture.grant()
        grant = Personalisation(
            uid: grant.uid, cardNumber: grant.cardNumber, issueNumber: grant.issueNumber,
            identityRecord: grant.identityRecord, statusRecord: grant.statusRecord,
            keys: CardKeyGrant(
                generation: CardFixture.generation, piccMasterKey: CardFixture.key(0xB0).hex,
                applicationKeys: grant.keys.applicationKeys))
        let plan = try PersonalisationPlan(grant, profile: CardFixture.profile())
        var second = CardBench(chip)
        let end = try second.run(CardFixture.personalise(plan))
        guard case .fault(let fault) = end else {
            Issue.record("\(end)")
            return
        }
        #expect(fault.cause == .keysRefused)
        #expect(fault.knowledge.masterKey == .unknown)
        let opened = second.events.filter {
            $0 == .sent(EncodingStep(PersonaliseStep.openWithCardKey))
                || $0 == .sent(EncodingStep(PersonaliseStep.openWithTransportKey))
        }
        #expect(opened.count == 2)
    }

    @Test("No description of a plan, a job or a fault holds a key")
    func redaction() throws {
        let plan = try CardFixture.plan()
        let job = CardFixture.personalise(plan)
        var dumped = ""
        dump(plan.keys, to: &dumped)
        for text in ["\(plan)", "\(plan.keys)", dumped, "\(job.knowledge)"] {
            #expect(!text.uppercased().contains("A0A1A2") && !text.contains("160, 161"))
        }
    }

    @Test("No request to the card channel, printed, shows an identity or a cryptogram")
    func printedRequests() throws {
        var job = CardFixture.personalise(try CardFixture.plan())
        let chip = try CardFixture.blank()
        var input = EncodingInput.begin
        var printed: Set<String> = []
        for _ in 0..<60 {
            let output = job.next(input)
            printed.insert("\(output)")
            switch output {
            case .transmit(let apdu, _): input = .answer(chip.transmit(apdu))
            case .checkpoint: input = .recorded
            case .resetField:
                _ = chip.activate()
                input = .fieldReset
            case .done, .fault:
                #expect(printed.contains("transmit(changeCardKey, 31 bytes)"))
                #expect(printed.allSatisfy { !$0.contains("[") && !$0.contains("202401234") })
                return
            }
        }
        Issue.record("the job did not end")
    }

    private func rejection<Facts>(_ end: JobEnd<Facts>) -> CardRejection? {
        if case .fault(let fault) = end, case .rejected(let rejection) = fault.cause {
            return rejection
        }
        return nil
    }

    private func chip(_ change: (inout ChipMemory) -> Void) throws -> VirtualDESFire {
        var memory = ChipMemory(uid: try #require(CardFixture.uid), generation: .ev2)
        change(&memory)
        return VirtualDESFire(memory: memory, random: SeededRandom(3))
    }

    /// A blank on which somebody else made an application.
    private func strangers() throws -> VirtualDESFire {
        let chip = try CardFixture.blank()
        _ = chip.activate()
        let answer = chip.transmit([0x90, 0xCA, 0, 0, 5, 0x11, 0x22, 0x33, 0x0F, 0x81, 0])
        #expect(answer == [0x91, 0x00])
        return chip
    }
}
