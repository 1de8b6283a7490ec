package import CampusCard
package import CardPrimitives

/// Rewrites the status of an FMCOS card that its holder presents, and unblocks its application
/// where the plan says so. See `CardJob` for how to drive it.
package typealias UpdateFMCOSStatus = CardJob<UpdateFMCOSProcedure>

extension CardJob where Procedure == UpdateFMCOSProcedure {
    package init(plan: FMCOSUpdatePlan, random: any RandomSource) {
        self.init(procedure: UpdateFMCOSProcedure(plan: plan), random: random)
    }
}

/// One rewrite, or its reverse with `old` and `new` exchanged and a counter above both.
package struct FMCOSUpdatePlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: FMCOSProfile
    package let keys: FMCOSKeySet
    /// What the card must hold, or the job refuses.
    package let old: StatusRecord
    package let new: StatusRecord
    /// Whether an application that a terminal has blocked is unblocked first.
    package let unblocks: Bool

    /// - Precondition: the new status has the higher counter: of two copies the higher one counts.
    package init(
        uid: CardUID, profile: FMCOSProfile, keys: FMCOSKeySet, old: StatusRecord,
        new: StatusRecord, unblocks: Bool = false
    ) {
        precondition(
            new.updateCounter > old.updateCounter,
            "a new status counts higher than \(old.updateCounter), not \(new.updateCounter)")
        self.uid = uid
        self.profile = profile
        self.keys = keys
        self.old = old
        self.new = new
        self.unblocks = unblocks
    }

    package var description: String { "FMCOSUpdatePlan(\(uid))" }
}

/// Old, or new, never neither: the write goes over the older copy, and is read back.
package struct UpdateFMCOSProcedure: CardProcedure {
    package typealias Facts = UpdateStatusProcedure.Facts
    package typealias Conversation = FMCOSDialogue

    /// The steps of an update.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readUID, selectApplication, unblock, selectUnblocked, proveCard, inspectStatus
        case writeStatus, readStatus
    }

    private let plan: FMCOSUpdatePlan
    package private(set) var knowledge = CardKnowledge()
    private var copies: StatusCopies?
    private var hasWritten = false

    package init(plan: FMCOSUpdatePlan) {
        self.plan = plan
    }

    package mutating func begin() -> Step { .readUID }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? {
        step == .writeStatus ? .contentsCommit : nil
    }

    package mutating func willSend(_ step: Step) {
        guard step == .writeStatus else { return }
        knowledge.contents = .committing
        hasWritten = true
    }

    package func operation(of step: Step) -> FMCOSOperation {
        let profile = plan.profile
        return switch step {
        case .readUID: .plain(.readUID)
        case .selectApplication, .selectUnblocked: .plain(.select(profile))
        case .unblock: .protected(.unblock, FMCOSLineKey(plan.keys.line))
        case .proveCard: .prove(keyNumber: 0, plan.keys.proving)
        case .inspectStatus, .readStatus:
            .plain(.read(profile.statusFile, length: 2 * profile.status.length))
        case .writeStatus:
            .protected(
                .write(
                    profile.statusFile, at: copies?.nextOffset ?? 0,
                    plan.new.encoded(as: profile.status)), FMCOSLineKey(plan.keys.line))
        }
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readUID: return knowledge.identify(answer, as: plan.uid, then: .selectApplication)
        case .selectApplication, .selectUnblocked: return .proceed(.proveCard)
        case .unblock: return .proceed(.selectUnblocked)
        case .proveCard: return .proceed(.inspectStatus)
        case .inspectStatus: return judge(answer)
        case .writeStatus: return .proceed(.readStatus)
        case .readStatus:
            let found = StatusCopies(answer, plan.profile.status)
            return found?.current == plan.new ? finish() : .reject(.readBackDiffers)
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        if step == .selectApplication, status == .notSupported, plan.unblocks {
            return .proceed(.unblock)
        }
        return .refusal(status, selecting: step == .selectApplication)
    }

    private mutating func judge(_ answer: [UInt8]) -> ProcedureMove<Self> {
        guard let copies = StatusCopies(answer, plan.profile.status) else {
            return .reject(.noStatus)
        }
        self.copies = copies
        if copies.current == plan.new { return finish() }
        guard copies.current == plan.old else { return .reject(.otherContents) }
        knowledge.contents = .unchanged
        return .proceed(.writeStatus)
    }

    private mutating func finish() -> ProcedureMove<Self> {
        knowledge.contents = .written
        return .done(Facts(uid: plan.uid, wroteInThisRun: hasWritten))
    }
}
