import CampusCard

/// Weighs evidence: a case that waits ends by it, or goes on waiting; one that has ended stays as it is, and what
/// contradicts its end goes to a person. Money never moves twice by itself.
enum EvidenceRule {
    /// What evidence does to a case.
    enum Verdict: Hashable {
        /// The student has the card: the fee is captured.
        case deliver
        /// The card is inside: it is cancelled, the hold released.
        case void
        /// It decides nothing, and is kept for whoever decides.
        case wait
        /// It says what is known already.
        case agree
        /// It contradicts how the case stands.
        case person(Suspects.Kind)
    }

    static func verdict(_ fate: CardFate, at stage: CaseStage) -> Verdict {
        switch fate {
        case .taken: taken(at: stage)
        case .retained: retained(at: stage)
        case .notInBin, .undecided: stage == .committed ? .wait : .agree
        }
    }

    private static func taken(at stage: CaseStage) -> Verdict {
        switch stage {
        case .committed: .deliver
        case .delivered: .agree
        // After the release of the hold.
        case .voided, .abandoned: .person(.lateDelivery)
        case .unheard, .opened, .bound: .person(.contradiction)
        }
    }

    private static func retained(at stage: CaseStage) -> Verdict {
        switch stage {
        case .committed: .void
        case .delivered: .person(.contradiction)
        // Before its commit a card is the kiosk's to discard.
        case .voided, .abandoned, .unheard, .opened, .bound: .agree
        }
    }

    static func weigh(
        _ evidence: Evidence, on found: CaseRecord, _ transaction: StoreTransaction
    ) throws {
        switch verdict(evidence.fate, at: found.stage) {
        case .deliver:
            try keepIfSuspect(evidence, found, transaction)
            let proof: DeliveryEvidence =
                evidence.kind == .authenticatedUse ? .firstUse : .takenSeenLive
            try CaseEnding.deliver(found, DeliveryProof(proof), transaction)
        case .void:
            try keepIfSuspect(evidence, found, transaction)
            try CaseEnding.void(found, transaction)
        case .wait: try keep(evidence, found.id, transaction)
        case .agree: break
        case .person(let kind):
            try hand(found.id, over: evidence, kind, transaction)
            if evidence.fate == .retained, let uid = found.newUID {
                try stop(uid, transaction)
            }
        }
    }

    /// Opens a suspect for a person, with the evidence.
    static func hand(
        _ caseID: CaseID, over evidence: Evidence, _ kind: Suspects.Kind,
        _ transaction: StoreTransaction
    ) throws {
        try keep(evidence, caseID, transaction)
        try Suspects.open(caseID, kind, note: evidence.note, transaction)
    }

    /// Keeps evidence of a case; the same of the same source is kept once.
    static func keep(
        _ evidence: Evidence, _ caseID: CaseID, _ transaction: StoreTransaction
    ) throws {
        try transaction.tables.keep(evidence, of: caseID, at: transaction.now.wall)
    }

    /// What ends an ordinary case stands in the case itself; a suspect's evidence is kept to be judged.
    private static func keepIfSuspect(
        _ evidence: Evidence, _ found: CaseRecord, _ transaction: StoreTransaction
    ) throws {
        guard try transaction.tables.isSuspect(found.id, .delivery) else { return }
        try keep(evidence, found.id, transaction)
        if let uid = found.newUID { try transaction.tables.place(uid: uid) }
    }

    /// A delivered card that lies inside a machine is in nobody's hands: no terminal takes it until a person has decided.
    private static func stop(_ uid: CardUID, _ transaction: StoreTransaction) throws {
        guard let card = try CardRecord.find(uid: uid, transaction), !card.lost, card.life.isUsable
        else { return }
        _ = try card.reportLost(transaction)
    }
}
