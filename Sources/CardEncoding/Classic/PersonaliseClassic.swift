package import CampusCard
package import CardPrimitives

/// A MIFARE Classic blank becomes a card. See `CardJob` for how to drive it.
package typealias PersonaliseClassic = CardJob<PersonaliseClassicProcedure>

extension CardJob where Procedure == PersonaliseClassicProcedure {
    package init(plan: ClassicPlan, random: any RandomSource, recoveries: Int = 0) {
        self.init(
            procedure: PersonaliseClassicProcedure(plan: plan), random: random,
            recoveries: recoveries)
    }
}

/// Makes a card of a blank, profile C, so that it may be begun again at any time.
///
/// Sector for sector the data come first and the trailer last: as long as the maker's key opens a sector, everything in
/// it may be written anew. The campus's sector is finished before the directory is touched, so a directory that is half
/// written on a card whose sector is ours is our own. A trailer that was torn takes no key at all, and such a card is
/// rejected.
package struct PersonaliseClassicProcedure: CardProcedure {
    package typealias Conversation = ClassicDialogue

    /// A card that is finished.
    package struct Facts: Hashable, Sendable, Codable {
        package let uid: CardUID

        package init(uid: CardUID) {
            self.uid = uid
        }
    }

    /// The steps, in the order of a blank that meets no trouble.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readUID, findSectorKey, findDirectoryKey, inspectLow, inspectHigh
        case enterSector, writeRecord, writeCopy, checkRecord, checkCopy, writeTrailer
        case reopenSector, readRecord, readCopy
        case enterDirectory, writeLow, writeHigh, checkLow, checkHigh, writeDirectoryTrailer
        case reopenDirectory, forgetKey
    }

    /// Whose key opens a sector.
    private enum Owner: Hashable, Sendable { case maker, campus }

    private let plan: ClassicPlan
    package private(set) var knowledge = CardKnowledge()
    /// Who may own each sector, the likeliest first: these cards count no tries, but ask for a new activation after each.
    private var sectorOwners: [Owner] = [.maker, .campus]
    private var directoryOwners: [Owner] = [.maker, .campus]
    private var lowBlock: [UInt8] = []

    package init(plan: ClassicPlan) {
        self.plan = plan
    }

    package mutating func begin() -> Step { .readUID }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? {
        if step == .writeRecord { return .contentsCommit }
        if step == .writeTrailer { return .masterKeyChange }
        return nil
    }

    package mutating func willSend(_ step: Step) {
        if step == .writeRecord { knowledge.contents = .committing }
        if step == .writeTrailer {
            knowledge.masterKey = .changing
            sectorOwners = [.campus, .maker]
        }
        if step == .writeDirectoryTrailer { directoryOwners = [.campus, .maker] }
    }

    package func operation(of step: Step) -> ClassicOperation {
        switch step {
        case .readUID: .readUID
        case .findSectorKey, .enterSector:
            authenticate(plan.profile.sector, plan.keys, sectorOwners)
        case .reopenSector: authenticate(plan.profile.sector, plan.keys, [.campus])
        case .findDirectoryKey, .enterDirectory:
            authenticate(0, plan.directoryKeys, directoryOwners)
        case .reopenDirectory: authenticate(0, plan.directoryKeys, [.campus])
        case .inspectLow, .checkLow: .read(block: directory(0))
        case .inspectHigh, .checkHigh: .read(block: directory(1))
        case .writeRecord: .write(block: data(0), plan.record.block)
        case .writeCopy: .write(block: data(1), plan.record.block)
        case .checkRecord, .readRecord: .read(block: data(0))
        case .checkCopy, .readCopy: .read(block: data(1))
        case .writeTrailer:
            .write(
                block: data(ClassicLayout.trailer), ClassicTrailer(plan.keys, .issued).block)
        case .writeLow: .write(block: directory(0), directoryHalf(0))
        case .writeHigh: .write(block: directory(1), directoryHalf(1))
        case .writeDirectoryTrailer:
            .write(
                block: ClassicLayout.block(ClassicLayout.trailer, ofSector: 0),
                ClassicTrailer(
                    plan.directoryKeys, .issued, generalPurpose: ClassicTrailer.directoryByte
                ).block)
        case .forgetKey: .forgetKey
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readUID: return knowledge.identify(answer, as: plan.uid, then: .findSectorKey)
        case .findSectorKey:
            knowledge.masterKey = isSectorOurs ? .ours : .transport
            return .proceed(.findDirectoryKey)
        case .findDirectoryKey: return .proceed(.inspectLow)
        case .inspectLow:
            lowBlock = answer
            return .proceed(.inspectHigh)
        case .inspectHigh: return judge(lowBlock + answer)
        case .enterSector: return .proceed(isSectorOurs ? .readRecord : .writeRecord)
        case .writeRecord: return .proceed(.writeCopy)
        case .writeCopy: return .proceed(.checkRecord)
        case .checkRecord: return check(answer, against: plan.record.block, then: .checkCopy)
        case .checkCopy: return check(answer, against: plan.record.block, then: .writeTrailer)
        case .writeTrailer: return .proceed(.reopenSector)
        case .reopenSector:
            knowledge.masterKey = .ours
            return .proceed(.readRecord)
        case .readRecord:
            return answer == plan.record.block ? .proceed(.readCopy) : .reject(.otherContents)
        case .readCopy: return finishSector(answer)
        case .enterDirectory: return .proceed(.writeLow)
        case .writeLow: return .proceed(.writeHigh)
        case .writeHigh: return .proceed(.checkLow)
        case .checkLow: return check(answer, against: directoryHalf(0), then: .checkHigh)
        case .checkHigh:
            return check(answer, against: directoryHalf(1), then: .writeDirectoryTrailer)
        case .writeDirectoryTrailer: return .proceed(.reopenDirectory)
        case .reopenDirectory: return .proceed(.forgetKey)
        case .forgetKey: return .done(Facts(uid: plan.uid))
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        switch step {
        case .findSectorKey: return tryNext(&sectorOwners)
        case .findDirectoryKey: return tryNext(&directoryOwners)
        case .readUID, .inspectLow, .inspectHigh, .enterSector, .writeRecord, .writeCopy,
            .checkRecord, .checkCopy, .writeTrailer, .reopenSector, .readRecord, .readCopy,
            .enterDirectory, .writeLow, .writeHigh, .checkLow, .checkHigh, .writeDirectoryTrailer,
            .reopenDirectory, .forgetKey:
            return nil
        }
    }
}

// MARK: - Decisions

extension PersonaliseClassicProcedure {
    private var isSectorOurs: Bool { sectorOwners.first == .campus }
    private var isDirectoryOurs: Bool { directoryOwners.first == .campus }

    private func tryNext(_ owners: inout [Owner]) -> ProcedureMove<Self> {
        owners.removeFirst()
        return owners.isEmpty ? .reject(.keyNotTaken(triesLeft: nil)) : .startOver
    }

    /// Whose card it is, before anything is written.
    private mutating func judge(_ blocks: [UInt8]) -> ProcedureMove<Self> {
        let isBlank = blocks.allSatisfy { $0 == 0 }
        let isOurs = blocks == plan.profile.directory.blocks
        // A directory under the maker's key on a card whose sector is ours was being written by us.
        let isHalfOurs = isSectorOurs && !isDirectoryOurs
        guard isBlank || isOurs || isHalfOurs else {
            let others = ClassicDirectory(blocks: blocks)?.applications.count { $0 != 0 }
            return .reject(.foreignApplications(count: others ?? 1))
        }
        if !isSectorOurs { knowledge.contents = .unchanged }
        return .proceed(.enterSector)
    }

    private func check(
        _ answer: [UInt8], against written: [UInt8], then step: Step
    ) -> ProcedureMove<Self> {
        answer == written ? .proceed(step) : .reject(.readBackDiffers)
    }

    private mutating func finishSector(_ copy: [UInt8]) -> ProcedureMove<Self> {
        guard copy == plan.record.block else { return .reject(.otherContents) }
        knowledge.contents = .written
        return .proceed(isDirectoryOurs ? .forgetKey : .enterDirectory)
    }

    private func authenticate(
        _ sector: Int, _ keys: ClassicSectorKeys, _ owners: [Owner]
    ) -> ClassicOperation {
        let block = ClassicLayout.block(ClassicLayout.trailer, ofSector: sector)
        return owners.first == .campus
            ? .authenticate(block: block, .b, keys.b)
            : .authenticate(block: block, .a, ClassicSectorKeys.transport.a)
    }

    private func data(_ block: Int) -> UInt8 {
        ClassicLayout.block(block, ofSector: plan.profile.sector)
    }

    /// Block 0 of the directory's sector is the maker's.
    private func directory(_ half: Int) -> UInt8 { ClassicLayout.block(half + 1, ofSector: 0) }

    private func directoryHalf(_ half: Int) -> [UInt8] {
        let blocks = plan.profile.directory.blocks
        return Array(
            blocks[half * ClassicLayout.blockLength..<(half + 1) * ClassicLayout.blockLength])
    }
}
