import CampusCard
import CardEncoding
import VirtualChips

/// One job of each family on a virtual chip fresh from its maker, with sample keys and cardholder: the same in every run.
enum RehearsedCards {
    private static let uid: CardUID = {
        guard let uid = CardUID([0x04, 0xDE, 0x5F, 0x1E, 0xAC, 0xC0, 0x40]) else {
            preconditionFailure("seven bytes are a UID")
        }
        return uid
    }()

    private static var reader: SeededChipRandom { SeededChipRandom(seed: "reader") }
    private static var card: SeededChipRandom { SeededChipRandom(seed: "card") }

    /// Each returns how many APDUs it took.
    static func make(
        _ profile: CardProfile, on generation: ChipGeneration, _ tell: (String) -> Void
    ) throws -> Int {
        let chip = VirtualDESFire(uid: uid, generation: generation, random: card)
        var rehearsal = Rehearsal<PersonaliseProcedure>(
            activate: { _ = chip.activate() }, transmit: chip.transmit,
            meaning: { PersonaliseStep(rawValue: $0)?.meaning(in: profile) })
        let plan = try SampleCard(uid: uid, profile: profile).plan()
        try rehearsal.run(PersonaliseCard(plan: plan, random: reader), tell)
        return rehearsal.exchanges
    }

    static func make(_ profile: FMCOSProfile, _ tell: (String) -> Void) throws -> Int {
        let chip = VirtualFMCOS(memory: FMCOSMemory(uid: uid), random: card)
        var rehearsal = Rehearsal<PersonaliseFMCOSProcedure>(
            activate: { _ = chip.activate() }, transmit: withReader(chip.transmit),
            meaning: { PersonaliseFMCOSProcedure.Step(rawValue: $0)?.meaning })
        try rehearsal.run(
            PersonaliseFMCOS(plan: try .sample(uid, profile), random: reader), tell)
        return rehearsal.exchanges
    }

    static func make(_ profile: ClassicProfile, _ tell: (String) -> Void) throws -> Int {
        let chip = VirtualClassic(memory: ClassicMemory(uid: uid))
        var rehearsal = Rehearsal<PersonaliseClassicProcedure>(
            activate: { _ = chip.activate() }, transmit: chip.transmit,
            meaning: { PersonaliseClassicProcedure.Step(rawValue: $0)?.meaning })
        try rehearsal.run(
            PersonaliseClassic(plan: try .sample(uid, profile), random: reader), tell)
        return rehearsal.exchanges
    }

    /// Reads the number of a card that has the last of these applications alone.
    static func read(
        _ applications: [TransitApplication], _ tell: (String) -> Void
    ) throws -> Int {
        let last = applications[applications.count - 1]
        let number = (0..<Int(last.length)).map { UInt8($0 % 5) << 4 | UInt8($0 % 10) }
        let file = Array(repeating: 0, count: Int(last.offset)) + number
        let chip = VirtualTransit(
            [
                VirtualTransit.Application(identifier: last.identifier, files: [last.file: file])
            ])
        var rehearsal = Rehearsal<ReadTransitProcedure>(
            activate: { _ = chip.activate() }, transmit: chip.transmit,
            meaning: { ReadTransitProcedure.Step(rawValue: $0)?.meaning })
        try rehearsal.run(ReadTransitCard(applications: applications, random: reader), tell)
        return rehearsal.exchanges
    }

    /// A reader that answers for the UID itself (PC/SC part 3, 3.2.2.1.3).
    private static func withReader(
        _ transmit: @escaping ([UInt8]) -> [UInt8]
    ) -> ([UInt8]) -> [UInt8] {
        { apdu in
            apdu.starts(with: [0xFF, 0xCA, 0x00, 0x00])
                ? uid.bytes + [0x90, 0x00] : transmit(apdu)
        }
    }
}
