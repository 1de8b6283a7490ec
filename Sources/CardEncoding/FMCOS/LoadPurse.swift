package import CampusCard
package import CardPrimitives

/// Loads the purse of an FMCOS card, once. See `CardJob` for how to drive it.
package typealias LoadPurse = CardJob<LoadPurseProcedure>

extension CardJob where Procedure == LoadPurseProcedure {
    package init(plan: PurseLoadPlan, random: any RandomSource) {
        self.init(procedure: LoadPurseProcedure(plan: plan), random: random)
    }
}

/// One load of one card.
package struct PurseLoadPlan: Sendable, CustomStringConvertible {
    package let uid: CardUID
    package let profile: FMCOSProfile
    package let keys: FMCOSKeySet
    package let load: PurseLoad
    /// The counter of an earlier run of this load whose end is not known.
    package let begunWith: UInt16?

    package init(
        uid: CardUID, profile: FMCOSProfile, keys: FMCOSKeySet, load: PurseLoad,
        begunWith: UInt16? = nil
    ) {
        self.uid = uid
        self.profile = profile
        self.keys = keys
        self.load = load
        self.begunWith = begunWith
    }

    package var description: String { "PurseLoadPlan(\(uid))" }
}

/// After a loss the card is asked for its proof of the load before another one is begun: whether
/// it has the money is the card's word, under its code, and never a guess (FMCOS 2.0 user manual,
/// 8.13).
package struct LoadPurseProcedure: CardProcedure {
    package typealias Conversation = FMCOSDialogue

    /// A load that the card has proved.
    package struct Facts: Hashable, Sendable, Codable {
        package let uid: CardUID
        /// The counter before it.
        package let counter: UInt16
        /// The transaction code, for the issuer's books, as hex.
        package let code: String

        package init(uid: CardUID, counter: UInt16, code: String) {
            self.uid = uid
            self.counter = counter
            self.code = code
        }
    }

    /// The steps of a load; a proof is asked for only after a loss.
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case readUID, selectApplication, proveCard, askForProof, beginLoad, completeLoad
    }

    private let plan: PurseLoadPlan
    package private(set) var knowledge = CardKnowledge()
    /// The counter of a load whose completion was sent.
    package private(set) var begunWith: UInt16?
    private var offer: PurseLoad.Offer?

    package init(plan: PurseLoadPlan) {
        self.plan = plan
        begunWith = plan.begunWith
    }

    package mutating func begin() -> Step { .readUID }

    package func checkpoint(before step: Step) -> EncodingCheckpoint? {
        step == .completeLoad ? .contentsCommit : nil
    }

    package mutating func willSend(_ step: Step) {
        guard step == .completeLoad else { return }
        knowledge.contents = .committing
        begunWith = offer?.counter
    }

    package func operation(of step: Step) -> FMCOSOperation {
        switch step {
        case .readUID: .plain(.readUID)
        case .selectApplication: .plain(.select(plan.profile))
        case .proveCard: .prove(keyNumber: 0, plan.keys.proving)
        case .askForProof: .plain(.proof(ofLoad: begunWith ?? 0))
        case .beginLoad: .plain(.beginLoad(plan.load))
        case .completeLoad: .plain(.completeLoad(plan.load, consent: consent))
        }
    }

    private var consent: [UInt8] {
        guard let offer else { preconditionFailure("a load was to be completed that none began") }
        return plan.load.consent(to: offer, loadKey: plan.keys.load)
    }

    package mutating func answered(_ step: Step, _ answer: [UInt8]) -> ProcedureMove<Self> {
        switch step {
        case .readUID: return knowledge.identify(answer, as: plan.uid, then: .selectApplication)
        case .selectApplication: return .proceed(.proveCard)
        case .proveCard: return .proceed(begunWith == nil ? .beginLoad : .askForProof)
        case .askForProof:
            guard answer.count == 8, let begunWith else { return .disbelieve }
            return finish(counter: begunWith, code: Array(answer.suffix(4)))
        case .beginLoad:
            guard let offer = PurseLoad.Offer(answer),
                plan.load.isGenuine(offer, loadKey: plan.keys.load)
            else { return .disbelieve }
            // Somebody else's load followed ours: which of them the card has is for a person to say.
            if let begunWith, begunWith != offer.counter { return .reject(.otherContents) }
            self.offer = offer
            return .proceed(.completeLoad)
        case .completeLoad:
            guard let offer else { return .disbelieve }
            let expected = plan.load.transactionCode(
                balanceAfter: offer.balance &+ plan.load.amount, counter: offer.counter,
                internalKey: plan.keys.proving)
            guard ConstantTime.equal(answer, expected) else { return .disbelieve }
            return finish(counter: offer.counter, code: answer)
        }
    }

    package mutating func refused(_ step: Step, _ status: StatusWord) -> ProcedureMove<Self>? {
        if step == .askForProof, status == .noProof {
            knowledge.contents = .unchanged
            return .proceed(.beginLoad)
        }
        return .refusal(status, selecting: step == .selectApplication)
    }

    private mutating func finish(counter: UInt16, code: [UInt8]) -> ProcedureMove<Self> {
        knowledge.contents = .written
        return .done(Facts(uid: plan.uid, counter: counter, code: code.hex))
    }
}
