package import CampusCard
package import CardPrimitives

/// Rewrites the status file of a card that its holder presents. See `CardJob` for how to drive it.
package typealias UpdateCardStatus = CardJob<UpdateStatusProcedure>

extension CardJob where Procedure == UpdateStatusProcedure {
    package init(plan: StatusUpdatePlan, random: any RandomSource) {
        self.init(procedure: UpdateStatusProcedure(plan: plan), random: random)
    }
}

/// One rewrite of the status file, or its reverse with `old` and `new` exchanged.
package struct StatusUpdatePlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: CardProfile
    /// Application key 1 of this card.
    package let readingKey: SecretKey
    /// Application key 2 of this card.
    package let updatingKey: SecretKey
    /// What the status file must hold, or the job refuses.
    package let old: [UInt8]
    package let new: [UInt8]

    package init(
        uid: CardUID, profile: CardProfile, readingKey: SecretKey, updatingKey: SecretKey,
        old: StatusRecord, new: StatusRecord
    ) {
        self.uid = uid
        self.profile = profile
        self.readingKey = readingKey
        self.updatingKey = updatingKey
        self.old = old.encoded(as: profile.status.record)
        self.new = new.encoded(as: profile.status.record)
    }

    package var description: String { "StatusUpdatePlan(\(uid))" }
}

/// Old, or new, never a mixture: the file is read first, so that a run that finds the new contents
/// reports them, and one that finds neither touches nothing.
package struct UpdateStatusProcedure: CardProcedure {
    /// What the update came to.
    package struct Facts: Hashable, Sendable, Codable {
        package let uid: CardUID
        /// False when the card held the new contents already.
        package let wroteInThisRun: Bool

        package init(uid: CardUID, wroteInThisRun: Bool) {
            self.uid = uid
            self.wroteInThisRun = wroteInThisRun
        }
    }

    /// The steps of an update.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readVersion, selectApplication, openForInspection, inspectStatus
        case openForWriting, writeStatus, commit, openForReading, readStatus
    }

    private let plan: StatusUpdatePlan
    package private(set) var knowledge = CardKnowledge()
    private var hasCommitted = false
    private var product: CardProduct?

    package init(plan: StatusUpdatePlan) {
        self.plan = plan
    }

    package mutating func begin() -> Step { .readVersion }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? {
        step == .commit ? .contentsCommit : nil
    }

    package mutating func willSend(_ step: Step) {
        guard step == .commit else { return }
        knowledge.contents = .committing
        hasCommitted = true
    }

    package func operation(of step: Step) -> CardOperation {
        switch step {
        case .readVersion: .command(.readVersion)
        case .selectApplication: .command(.select(plan.profile.applicationID))
        case .openForInspection, .openForReading:
            .authenticate(
                product.scheme, keyNumber: plan.profile.keys.reading, key: plan.readingKey)
        case .inspectStatus, .readStatus:
            .command(.read(plan.profile.status, isWhole: product.takesWholeFrames))
        case .openForWriting:
            .authenticate(
                product.scheme, keyNumber: plan.profile.keys.updating, key: plan.updatingKey)
        case .writeStatus:
            .command(
                .write(plan.profile.status, plan.new, isWhole: product.takesWholeFrames))
        case .commit: .command(.commit)
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readVersion:
            return knowledge.identify(
                answer, as: plan.uid, profile: plan.profile, into: &product,
                then: .selectApplication)
        case .selectApplication: return .proceed(.openForInspection)
        case .openForInspection: return .proceed(.inspectStatus)
        case .inspectStatus: return judge(answer)
        case .openForWriting: return .proceed(.writeStatus)
        case .writeStatus: return .proceed(.commit)
        case .commit: return .proceed(.openForReading)
        case .openForReading: return .proceed(.readStatus)
        case .readStatus: return answer == plan.new ? finish() : .reject(.readBackDiffers)
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        step == .selectApplication && status == .applicationNotFound
            ? .reject(.noApplication) : nil
    }

    private mutating func judge(_ status: [UInt8]) -> ProcedureMove<Self> {
        if status == plan.new { return finish() }
        guard status == plan.old else { return .reject(.otherContents) }
        knowledge.contents = .unchanged
        return .proceed(.openForWriting)
    }

    private mutating func finish() -> ProcedureMove<Self> {
        knowledge.contents = .written
        return .done(Facts(uid: plan.uid, wroteInThisRun: hasCommitted))
    }
}
