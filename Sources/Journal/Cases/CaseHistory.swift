package import CampusCard
package import KioskCore
package import KioskPorts

/// One case retold from its rows, up to where they end: how far it had got, which card it has in
/// the machine, which cards it may have spoiled. The rule for each row is `CaseProgress` read
/// backwards.
package struct CaseHistory: Hashable {
    package let caseID: CaseID
    package let job: Job
    package private(set) var progress = CaseProgress.begun
    private var card: CardRef?
    private var uids: [CardRef: CardUID] = [:]
    private var written: [CardRef] = []
    private var binCountBefore: Int?
    private var movement: CaseMovement?

    package init(_ caseID: CaseID, _ job: Job) {
        self.caseID = caseID
        self.job = job
    }

    /// What recovery is told.
    package var unfinished: UnfinishedCase {
        UnfinishedCase(
            caseID: caseID, job: job, progress: progress, card: card,
            uid: card.flatMap { uids[$0] }, spoiled: written.compactMap { uids[$0] },
            binCountBefore: binCountBefore)
    }

    /// Takes the next row that touches this case.
    package mutating func take(_ entry: JournalEntry) {
        switch entry {
        case .callSent(let id, let call, _) where id == caseID:
            sent(call)
        case .callEnded(let id, let call, _, let end) where id == caseID:
            ended(call, end)
        case .movementIntended(let id, let kind, let card, let caseID, let count)
        where caseID == self.caseID:
            intended(
                CaseMovement(id: id, kind: kind, before: progress, cardBefore: self.card), card)
            if kind != .feed { binCountBefore = count }
        case .movementEnded(let id, let outcome, _, _) where id == movement?.id:
            ended(outcome)
        case .cardIdentified(let card, let uid), .cardBound(let card, let uid, _, _):
            if card == self.card { uids[card] = uid }
        case .identityMayBeWritten(let card, let id) where id == caseID:
            written.append(card)
            progress = .identityMayBeWritten
        case .custodyChanged(let card, .retained) where card == self.card:
            retained()
        case .fact(let fact) where fact.ends(caseID):
            progress = .settled
        case .callSent, .callEnded, .movementIntended, .movementEnded, .identityMayBeWritten,
            .custodyChanged, .fact, .caseBegun, .caseEnded, .checkpoint, .cardRecycled, .started,
            .slipPrinted, .unitCounted, .reasonRaised, .reasonCleared, .recovered:
            break
        }
    }

    private mutating func sent(_ call: StoreCallName) {
        switch call {
        case .open: if progress == .begun { progress = .opened }
        case .commit: progress = .commitSent
        case .register, .login, .changePassword, .quote, .bind, .abandon, .void, .get, .reportLoss,
            .deliverLossReport, .pushEvents:
            break
        }
    }

    private mutating func ended(_ call: StoreCallName, _ end: CallEnd) {
        switch (call, end) {
        case (.open, .refused): if progress == .opened { progress = .begun }
        case (.commit, .done): progress = .committed
        // Refused means certainly not committed, also when it was asked twice under one key.
        case (.commit, .refused): progress = .identityMayBeWritten
        case (_, .done), (_, .refused), (_, .unanswered): break
        }
    }

    private mutating func intended(_ motion: CaseMovement, _ named: CardRef?) {
        movement = motion
        switch motion.kind {
        case .feed:
            card = CardRef(fedBy: motion.id)
            progress = .feeding
        case .present:
            progress = .presenting
        case .retain:
            card = named ?? card
            progress = mayBeCommitted ? .retaining : .discarding
        }
    }

    private mutating func ended(_ outcome: MovementOutcome) {
        guard let ended = movement else { return }
        movement = nil
        switch (ended.kind, outcome) {
        case (_, .unknown): break
        case (.feed, .done): progress = .blankInside
        case (.present, .done): break
        case (.retain, .done): retained()
        case (.present, .notMoved): break
        case (.feed, .notMoved), (.retain, .notMoved):
            progress = ended.before
            card = ended.cardBefore
        }
    }

    private var mayBeCommitted: Bool {
        switch progress {
        case .commitSent, .committed, .presenting, .retaining, .retained: true
        case .begun, .opened, .feeding, .blankInside, .identityMayBeWritten, .discarding,
            .discarded, .settled:
            false
        }
    }

    /// The card is in the bin, by its own movement or because the unit drew it back.
    private mutating func retained() {
        switch progress {
        case .commitSent, .committed, .presenting, .retaining:
            progress = .retained
        case .begun, .opened, .feeding, .blankInside, .identityMayBeWritten, .discarding:
            progress = .discarded
            card = nil
        case .discarded, .retained, .settled:
            break
        }
    }
}

/// A movement of the case that has not ended, and where the case stood before it.
private struct CaseMovement: Hashable {
    let id: MovementID
    let kind: MovementKind
    let before: CaseProgress
    let cardBefore: CardRef?
}

extension KioskFact {
    /// The fact is the last word about this case.
    func ends(_ id: CaseID) -> Bool {
        switch self {
        case .delivered(let caseID, _, _), .voided(let caseID, _), .abandoned(let caseID, _, _),
            .suspected(let caseID, _):
            caseID == id
        case .stock, .noted: false
        }
    }
}
