import CampusCard

/// Makes a card of a blank, profile A, so that it may be begun again at any time.
///
/// What a key version says decides where to go on: the card's master key is changed together with
/// its version, and the application's key 0 is changed last, so that its version means "files and
/// keys are complete". A structure without that mark is deleted. Contents are written under final
/// keys only, and become visible together at one commit.
package struct PersonaliseProcedure: CardProcedure {
    /// A card that is finished and closed.
    package struct Facts: Hashable, Sendable, Codable {
        package let product: CardProduct
        /// The version byte of its keys.
        package let generation: UInt8

        package init(product: CardProduct, generation: UInt8) {
            self.product = product
            self.generation = generation
        }
    }

    let plan: PersonalisationPlan
    package private(set) var knowledge = CardKnowledge()
    private(set) var product: CardProduct?
    /// The version says ours but the card refused our key: the next round tries the maker's, once.
    private var doubtsVersion = false
    private var inspectedIdentity: [UInt8] = []

    package init(plan: PersonalisationPlan) {
        self.plan = plan
    }

    package mutating func begin() -> PersonaliseStep { .readVersion }

    package func checkpoint(before step: PersonaliseStep) -> EncodingCheckpoint? {
        if step == .changeCardKey { return .masterKeyChange }
        if step == .changeAdministrationKey { return .structureComplete }
        if step == .commit { return .contentsCommit }
        return nil
    }

    package mutating func willSend(_ step: PersonaliseStep) {
        if step == .changeCardKey {
            knowledge.masterKey = .changing
            doubtsVersion = false
        }
        if step == .commit { knowledge.contents = .committing }
    }

    package mutating func refused(
        _ step: PersonaliseStep, _ status: StatusWord
    ) -> ProcedureMove<Self>? {
        if step == .openWithCardKey, status == .authenticationError, knowledge.masterKey != .ours {
            doubtsVersion = true
        }
        // EV1 knows no such command. A chip that was only disturbed is asked again.
        return step == .readSignature && status == .illegalCommand ? .reject(.notOriginal) : nil
    }

    package mutating func answered(
        _ step: PersonaliseStep, _ answer: [UInt8]
    ) -> ProcedureMove<Self> {
        switch step {
        case .readVersion:
            return knowledge.identify(
                answer, as: plan.uid, profile: plan.profile, into: &product,
                then: plan.profile.makerKeys.isEmpty ? .selectCard : .readSignature)
        case .readSignature:
            return plan.profile.isOriginal(plan.uid.bytes, signature: answer)
                ? .proceed(.selectCard) : .reject(.notOriginal)
        case .selectCard: return .proceed(.readCardKeyVersion)
        case .readCardKeyVersion: return chooseKey(answer)
        case .openWithTransportKey:
            knowledge.masterKey = .transport
            return .proceed(.lookForApplications)
        case .lookForApplications:
            return answer.isEmpty ? .proceed(.changeCardKey) : foreignApplications(answer)
        case .changeCardKey: return .proceed(.openWithCardKey)
        case .openWithCardKey:
            knowledge.masterKey = .ours
            return .proceed(.confirmUID)
        case .confirmUID:
            return answer == plan.uid.bytes ? .proceed(.listApplications) : .disbelieve
        case .listApplications: return chooseBeginning(answer)
        case .findApplication: return .proceed(.readApplicationKeyVersion)
        case .readApplicationKeyVersion:
            return .proceed(answer == [plan.keys.generation] ? .openForInspection : .returnToCard)
        case .openForInspection: return .proceed(.inspectIdentity)
        case .inspectIdentity:
            inspectedIdentity = answer
            return .proceed(.inspectStatus)
        case .inspectStatus: return judge(identity: inspectedIdentity, status: answer)
        case .returnToCard: return .proceed(.reopenCard)
        case .reopenCard: return .proceed(.deleteApplication)
        case .deleteApplication:
            knowledge.contents = .unchanged
            return .proceed(.createApplication)
        case .createApplication: return .proceed(.selectApplication)
        case .selectApplication: return .proceed(.openWithDefaultKey)
        case .openWithDefaultKey: return .proceed(.createIdentityFile)
        case .createIdentityFile: return .proceed(.createStatusFile)
        case .createStatusFile:
            return .proceed(plan.profile.purse == nil ? afterPurse : .createPurseFile)
        case .createPurseFile: return .proceed(afterPurse)
        case .createLogFile: return .proceed(.changeReadingKey)
        case .changeReadingKey: return .proceed(.changeUpdatingKey)
        case .changeUpdatingKey: return .proceed(.changePurseKey)
        case .changePurseKey: return .proceed(.changeTopUpKey)
        case .changeTopUpKey: return .proceed(.changeAdministrationKey)
        case .changeAdministrationKey: return .proceed(.openForWriting)
        case .openForWriting: return .proceed(.writeIdentity)
        case .writeIdentity: return .proceed(.writeStatus)
        case .writeStatus: return .proceed(.commit)
        case .commit: return .proceed(.openForReading)
        case .openForReading: return .proceed(.readIdentity)
        case .readIdentity:
            return answer == plan.identity ? .proceed(.readStatus) : .reject(.readBackDiffers)
        case .readStatus: return verify(status: answer)
        case .selectCardAgain: return .proceed(.openToRestrict)
        case .openToRestrict: return .proceed(.restrictCard)
        case .restrictCard:
            return plan.profile.forbidsFormat ? .proceed(.forbidFormat) : finish()
        case .forbidFormat: return finish()
        }
    }
}

// MARK: - Decisions

extension PersonaliseProcedure {
    private func chooseKey(_ answer: [UInt8]) -> ProcedureMove<Self> {
        guard answer.count == 1 else { return .disbelieve }
        if answer[0] == plan.keys.generation {
            return .proceed(doubtsVersion ? .openWithTransportKey : .openWithCardKey)
        }
        return answer[0] == plan.transport.version
            ? .proceed(.openWithTransportKey) : .reject(.foreignKey(version: answer[0]))
    }

    private mutating func chooseBeginning(_ answer: [UInt8]) -> ProcedureMove<Self> {
        if answer == plan.profile.applicationID.sent { return .proceed(.findApplication) }
        guard answer.isEmpty else { return foreignApplications(answer) }
        knowledge.contents = .unchanged
        return .proceed(.createApplication)
    }

    private func foreignApplications(_ answer: [UInt8]) -> ProcedureMove<Self> {
        answer.count % 3 == 0
            ? .reject(.foreignApplications(count: answer.count / 3)) : .disbelieve
    }

    /// A complete structure holds nothing yet, or the plan's contents, or somebody else's.
    private mutating func judge(
        identity: [UInt8], status: [UInt8]
    ) -> ProcedureMove<Self> {
        if identity == plan.identity, status == plan.status {
            knowledge.contents = .written
            return .proceed(.selectCardAgain)
        }
        guard (identity + status).allSatisfy({ $0 == 0 }) else { return .reject(.otherContents) }
        knowledge.contents = .unchanged
        return .proceed(.openForWriting)
    }

    private mutating func verify(status: [UInt8]) -> ProcedureMove<Self> {
        guard status == plan.status else { return .reject(.readBackDiffers) }
        knowledge.contents = .written
        return .proceed(.selectCardAgain)
    }

    /// Where the structure goes on without, or after, a purse.
    private var afterPurse: PersonaliseStep {
        plan.profile.log == nil ? .changeReadingKey : .createLogFile
    }

    private func finish() -> ProcedureMove<Self> {
        guard let product else { return .disbelieve }
        return .done(Facts(product: product, generation: plan.keys.generation))
    }
}
