package import CampusCard
package import CardPrimitives

/// An FMCOS blank becomes a card. See `CardJob` for how to drive it.
package typealias PersonaliseFMCOS = CardJob<PersonaliseFMCOSProcedure>

extension CardJob where Procedure == PersonaliseFMCOSProcedure {
    package init(
        plan: FMCOSPersonalisationPlan, random: any RandomSource, recoveries: Int = 0
    ) {
        self.init(
            procedure: PersonaliseFMCOSProcedure(plan: plan), random: random,
            recoveries: recoveries)
    }
}

/// Makes a card of a blank, profile B, so that it may be begun again at any time.
///
/// There is no transaction over several commands. As long as the maker's key opens the root, the
/// application is deleted and made anew; its right to be deleted hangs on the root, so that no half
/// of it can lock itself. The identity is written under final keys only, and a terminal reads it
/// only after it has shown the reading key. The root's key changes last of all, between two marks.
/// Where a mark leaves both keys possible, ours is tried first and the maker's second, and only
/// while the card would still take two wrong ones.
package struct PersonaliseFMCOSProcedure: CardProcedure {
    package typealias Conversation = FMCOSDialogue

    /// A card that is finished.
    package struct Facts: Hashable, Sendable, Codable {
        package let uid: CardUID

        package init(uid: CardUID) {
            self.uid = uid
        }
    }

    /// The steps, in the order of a blank that meets no trouble; `tryCardKey` occurs only where an
    /// earlier run was torn at the change of the root's key.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readUID, selectRoot, readMark, tryCardKey, openWithTransportKey, createMark
        case findApplication, createApplication, enterApplication, eraseApplication
        case createKeyFile, writeMasterKey, writeReadingKey, writeLineKey, writeProvingKey
        case writePurchaseKey, writeLoadKey
        case createIdentityFile, createStatusFile, createPurse, createLog
        // Once left and entered again, rights count.
        case enterToWrite, openForWriting, writeIdentity, writeStatus
        case enterToVerify, proveCard, openForReading, readIdentity, readStatus
        case returnToRoot, reopenRoot, markChange, changeCardKey
        case selectRootAgain, openWithCardKey, markDone
    }

    let plan: FMCOSPersonalisationPlan
    package private(set) var knowledge = CardKnowledge()
    private var mark: FMCOSMark?
    /// Tries that a key must have left after a wrong one for another to be tried.
    private static let leastTriesLeft = 2

    package init(plan: FMCOSPersonalisationPlan) {
        self.plan = plan
    }

    package mutating func begin() -> Step { .readUID }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? {
        if step == .writeIdentity { return .contentsCommit }
        if step == .changeCardKey { return .masterKeyChange }
        return nil
    }

    package mutating func willSend(_ step: Step) {
        if step == .writeIdentity { knowledge.contents = .committing }
        if step == .changeCardKey { knowledge.masterKey = .changing }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readUID: return knowledge.identify(answer, as: plan.uid, then: .selectRoot)
        case .selectRoot: return .proceed(.readMark)
        case .readMark: return chooseBeginning(answer)
        case .tryCardKey:
            knowledge.masterKey = .ours
            return .proceed(.markDone)
        case .openWithTransportKey:
            knowledge.masterKey = .transport
            if mark == .changing { return .proceed(.changeCardKey) }
            return .proceed(mark == nil ? .createMark : .findApplication)
        case .createMark: return .proceed(.findApplication)
        case .findApplication: return .proceed(.eraseApplication)
        case .createApplication: return .proceed(.enterApplication)
        case .enterApplication: return .proceed(.eraseApplication)
        case .eraseApplication:
            knowledge.contents = .unchanged
            return .proceed(.createKeyFile)
        case .openWithCardKey:
            knowledge.masterKey = .ours
            return .proceed(.markDone)
        case .markDone:
            // A run that began at the mark has not looked at the contents yet.
            return knowledge.contents == .written ? finish() : .proceed(.enterToVerify)
        case .readIdentity:
            return answer == plan.identity ? .proceed(.readStatus) : .reject(.readBackDiffers)
        case .readStatus: return verify(answer)
        case .createStatusFile:
            return .proceed(plan.profile.hasPurse ? .createPurse : .enterToWrite)
        case .writeProvingKey:
            return .proceed(plan.profile.hasPurse ? .writePurchaseKey : .createIdentityFile)
        case .createKeyFile, .writeMasterKey, .writeReadingKey, .writeLineKey, .writePurchaseKey,
            .writeLoadKey, .createIdentityFile, .createPurse, .createLog, .enterToWrite,
            .openForWriting, .writeIdentity, .writeStatus, .enterToVerify, .proveCard,
            .openForReading, .returnToRoot, .reopenRoot, .markChange, .changeCardKey,
            .selectRootAgain:
            return proceed(after: step)
        }
    }

    /// Steps that lead to the one that stands after them.
    private func proceed(after step: Step) -> ProcedureMove<Self> {
        let steps = Step.allCases
        guard let index = steps.firstIndex(of: step), index + 1 < steps.count else {
            return .disbelieve
        }
        return .proceed(steps[index + 1])
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        switch (step, status) {
        case (.readMark, .fileNotFound): return .proceed(.openWithTransportKey)
        case (.findApplication, .fileNotFound): return .proceed(.createApplication)
        case (.tryCardKey, _) where (status.triesLeft ?? 0) >= Self.leastTriesLeft:
            return .proceed(.openWithTransportKey)
        default:
            // A file that an earlier run tore is deleted with its application.
            if status == .wrongCheckSum { return nil }
            return .refusal(status, selecting: false)
        }
    }
}

// MARK: - Decisions

extension PersonaliseFMCOSProcedure {
    /// A mark that is none was torn: it stands for a change of the root's key, the only writes of it
    /// being those before and after.
    private mutating func chooseBeginning(_ answer: [UInt8]) -> ProcedureMove<Self> {
        guard answer.count == 1 else { return .disbelieve }
        let found = FMCOSMark(rawValue: answer[0]) ?? .changing
        mark = found
        switch found {
        case .begun: return .proceed(.openWithTransportKey)
        case .changing: return .proceed(.tryCardKey)
        case .done: return .proceed(.enterToVerify)
        }
    }

    private mutating func verify(_ answer: [UInt8]) -> ProcedureMove<Self> {
        guard let copies = StatusCopies(answer, plan.profile.status), copies.current == plan.status
        else { return .reject(.readBackDiffers) }
        knowledge.contents = .written
        guard mark == .done || knowledge.masterKey == .ours else { return .proceed(.returnToRoot) }
        return finish()
    }

    private func finish() -> ProcedureMove<Self> { .done(Facts(uid: plan.uid)) }
}
