import CampusCard
import CardPrimitives
import Testing
import VirtualChips

@testable import CardEncoding

@Suite("Profiles as data")
struct ProfileTests {
    /// Profiles that differ from the shipped one in one way each, and in all together.
    static let variations: [String: CardProfile] = [
        "shipped": profile(), "other numbers": profile(keys: reversed, identity: 9, status: 31),
        "status under a MAC": profile(statusMode: .mac), "purse": profile(purse: purse),
        "log": profile(log: log),
        "no formatting": profile(forbidsFormat: true),
        "another campus's layout": profile(layouts: OtherCampus.format),
        "all": profile(
            keys: reversed, identity: 0, status: 7, statusMode: .mac, purse: purse, log: log,
            forbidsFormat: true, layouts: OtherCampus.format),
    ]

    private static let reversed = ApplicationKeyNumbers(
        reading: 4, updating: 3, purse: 2, topUp: 1)
    private static let purse = PurseLayout(
        number: 3, communication: .full,
        rights: FileRights(
            read: .key(.reading), write: .key(.purse), readWrite: .key(.topUp),
            change: .key(.administration)),
        lowerLimit: -1_000, upperLimit: 100_000)

    private static let log = LogLayout(
        number: 5, communication: .mac,
        rights: FileRights(
            read: .key(.reading), write: .key(.purse), readWrite: .never,
            change: .key(.administration)),
        recordLength: 23, records: 10)

    private static func profile(
        keys: ApplicationKeyNumbers = .standard, identity: UInt8 = 1, status: UInt8 = 2,
        statusMode: CommunicationMode = .full, purse: PurseLayout? = nil,
        log: LogLayout? = nil, forbidsFormat: Bool = false, rights: FileRights = .standard,
        layouts: CardFormat = .standard
    ) -> CardProfile {
        CardProfile(
            applicationID: CardFixture.applicationID, hardwareMajors: [0x01, 0x12, 0x33],
            keys: keys,
            identity: RecordFileLayout(
                number: identity, rights: rights, record: layouts.identity),
            status: RecordFileLayout(
                number: status, communication: statusMode, record: layouts.status),
            purse: purse, log: log, forbidsFormat: forbidsFormat)
    }

    private func sample(_ name: String) throws -> SampleCard {
        SampleCard(
            uid: try #require(CardFixture.uid), profile: try #require(Self.variations[name]))
    }

    @Test(
        "A blank of each generation becomes a card of each profile, is read, updated, and read again",
        arguments: variations.keys.sorted(), ChipGeneration.allCases)
    func everyProfile(name: String, generation: ChipGeneration) throws {
        let card = try sample(name)
        #expect(card.profile.faults == [])
        let plan = try card.plan()
        var bench = CardBench(try CardFixture.blank(generation))
        #expect(try bench.run(PersonaliseCard(plan: plan, random: SeededRandom(1))).isDone)
        let reading = ReadCard(
            uid: card.uid, readingKey: try card.key(.reading), profile: card.profile,
            random: SeededRandom(2))
        let written = CardContents(uid: card.uid, identity: plan.identity, status: plan.status)
        #expect(try bench.run(reading) == .done(written))
        let update = try card.update()
        #expect(try bench.run(UpdateCardStatus(plan: update, random: SeededRandom(3))).isDone)
        let updated = CardContents(uid: card.uid, identity: plan.identity, status: update.new)
        #expect(try bench.run(reading) == .done(updated))
    }

    @Test("A campus with another layout finds each field where it put it, on the chip itself")
    func otherCampus() throws {
        let card = try sample("another campus's layout")
        var bench = CardBench(try CardFixture.blank())
        #expect(try bench.run(PersonaliseCard(plan: card.plan(), random: SeededRandom(1))).isDone)
        #expect(
            try bench.run(UpdateCardStatus(plan: card.update(), random: SeededRandom(3))).isDone)
        let truth = CardTruth(bench.chip, identity: [], status: [])
        let identity = try #require(truth.file(1))
        let status = try #require(truth.file(2))
        #expect(identity.count == 80 && status.count == 40)
        #expect(String(decoding: identity[8..<18], as: UTF8.self) == "0000104233")
        #expect(identity[79] == 3)
        #expect(status[4..<8].hex == "0000139D")
        #expect(status[36..<40].hex == "00000002")
        let format = card.profile.format
        let record = try IdentityRecord.decode(identity, as: format.identity).record
        #expect(record.studentNumber.text == "202401234")
        #expect(try StatusRecord.decode(status, as: format.status).updateCounter == 2)
        #expect(throws: RecordFault.wrongLength(file: .status, length: 40, expected: 32)) {
            try StatusRecord.decode(status, as: .standard)
        }
    }

    @Test("A grant whose records follow another layout is no plan")
    func grantOfAnotherLayout() throws {
        let profile = try #require(Self.variations["another campus's layout"])
        #expect(
            throws: PlanFault.record(.wrongLength(file: .status, length: 32, expected: 40))
        ) {
            try PersonalisationPlan(CardFixture.grant(), profile: profile)
        }
    }

    @Test(
        "A loss at any exchange of any profile is recovered from, and the card is whole",
        arguments: variations.keys.sorted(), [ChipGeneration.ev1, .ev2])
    func losses(name: String, generation: ChipGeneration) throws {
        let plan = try sample(name).plan()
        var undisturbed = CardBench(try CardFixture.blank(generation))
        _ = try undisturbed.run(PersonaliseCard(plan: plan, random: SeededRandom(1)))
        let memory = undisturbed.chip.memory
        for exchange in 0..<undisturbed.exchanges {
            for loss: Interference in [.lostCommand, .lostAnswer] {
                var bench = CardBench(try CardFixture.blank(generation), [exchange: loss])
                let end = try bench.run(PersonaliseCard(plan: plan, random: SeededRandom(1)))
                #expect(end.isDone, "\(loss) at \(exchange): \(end)")
                #expect(bench.chip.memory == memory, "\(loss) at \(exchange)")
            }
        }
        #expect(undisturbed.exchanges >= 37)
    }

    @Test("A purse begins with nothing, and what the profile forbids is forbidden")
    func purseAndLock() throws {
        let card = try sample("all")
        var bench = CardBench(try CardFixture.blank())
        #expect(try bench.run(PersonaliseCard(plan: card.plan(), random: SeededRandom(1))).isDone)
        #expect(bench.chip.memory.isFormatDisabled)
        #expect(!(try personalised("shipped")).isFormatDisabled)
        #expect(card.profile.warnings.count == 1)
        #expect(try sample("purse").profile.warnings == [])
    }

    private func personalised(_ name: String) throws -> ChipMemory {
        var bench = CardBench(try CardFixture.blank())
        _ = try bench.run(PersonaliseCard(plan: sample(name).plan(), random: SeededRandom(1)))
        return bench.chip.memory
    }

    @Test("Every step says what it does, and names the numbers of this profile")
    func meanings() throws {
        let profile = try sample("all").profile
        for step in PersonaliseStep.allCases {
            #expect(step.meaning(in: profile).count > 10, "\(step)")
        }
        #expect(PersonaliseStep.openForReading.meaning(in: profile).contains("key 4 (reading)"))
        #expect(
            PersonaliseStep.createPurseFile.meaning(in: profile)
                == "create file 3 (purse): value from -1000 to 100000 fen, full, "
                + "read reading, write purse, readWrite topUp, change administration")
    }

    @Test("Rights go out as four nibbles, least significant byte first")
    func rightsAsSent() {
        let rights = FileRights(
            read: .key(.reading), write: .key(.updating), readWrite: .never, change: .free)
        #expect(FileRights.standard.sent(.standard) == [0x00, 0x12])
        #expect(rights.sent(Self.reversed) == [0xFE, 0x43])
    }

    /// For each right every access that the file must not have, and none that it may have.
    @Test("Exactly the possible rights of a record file are taken")
    func everyRight() {
        let accesses =
            ApplicationKeyRole.allCases.map { FileAccess.key($0) } + [.free, .never]
        var taken = 0
        for read in accesses {
            for write in accesses {
                for both in accesses {
                    for change in accesses {
                        let rights = FileRights(
                            read: read, write: write, readWrite: both, change: change)
                        let isPossible = Self.isPossible(rights)
                        let faults = Self.profile(rights: rights).faults
                        #expect(faults.isEmpty == isPossible, "\(rights): \(faults)")
                        taken += isPossible ? 1 : 0
                    }
                }
            }
        }
        #expect(taken == 10)
    }

    /// The rule in one sentence: terminals read, the kiosk writes, the store alone changes.
    private static func isPossible(_ rights: FileRights) -> Bool {
        let writers: [FileAccess] = [.key(.updating), .key(.administration), .never]
        return rights.read == .key(.reading) && writers.contains(rights.write)
            && writers.contains(rights.readWrite)
            && [rights.write, rights.readWrite].contains(.key(.updating))
            && [.key(.administration), .never].contains(rights.change)
    }

    @Test("Numbers that stand twice, a readable identity and a purse of strangers are refused")
    func otherFaults() {
        let purse = PurseLayout(
            number: 2, communication: .mac,
            rights: FileRights(
                read: .free, write: .key(.purse), readWrite: .key(.purse), change: .key(.topUp)),
            lowerLimit: 1, upperLimit: -1)
        let log = LogLayout(
            number: 2, communication: .mac,
            rights: FileRights(read: .never, write: .free, readWrite: .never, change: .key(.purse)),
            recordLength: 1, records: 1)
        let profile = CardProfile(
            applicationID: Self.profile().applicationID, hardwareMajors: [0x12],
            keys: ApplicationKeyNumbers(reading: 1, updating: 1, purse: 2, topUp: 1),
            identity: RecordFileLayout(number: 2, communication: .mac), purse: purse,
            log: log)
        let expected = [
            "keys.updating", "keys.topUp", "files.status.number", "files.purse.number",
            "files.log.number", "files.identity.communication", "files.purse.read",
            "files.purse.readWrite",
            "files.purse.change", "files.purse.lowerLimitFen", "files.purse.upperLimitFen",
            "files.log.write", "files.log.change",
        ]
        #expect(profile.faults.map(\.key) == expected)
    }
}
