/// Where the store has a case.
package struct CaseStanding: Hashable, Sendable, Codable {
    package let stage: CaseStage
    package let money: MoneyEnd
    /// The fee of the case; zero when none is due.
    package let fee: Money

    package init(stage: CaseStage, money: MoneyEnd, fee: Money) {
        self.stage = stage
        self.money = money
        self.fee = fee
    }
}

/// The stages of a case in the store.
package enum CaseStage: String, Hashable, Sendable, Codable, CaseIterable {
    /// The store has never heard of the case.
    case unheard
    case opened, bound, committed
    /// The student has the card.
    case delivered
    /// The card was retained; it is cancelled and listed.
    case voided
    /// Undone before commit, by the kiosk, by the lease, or by another kiosk.
    case abandoned
}

/// What has become of the fee: one end for each case, never two (K5).
package enum MoneyEnd: String, Hashable, Sendable, Codable, CaseIterable {
    /// No fee was due.
    case none
    case held, captured, released
}

/// Why an uncommitted case was undone.
package enum AbandonReason: String, Hashable, Sendable, Codable, CaseIterable {
    case cancelledByStudent, walkedAway, oldCardFound
    case feedFailed, blankUnusable, encodingFailed
    case storeRefused, storeUnanswered, leaseLost
    case powerCut, deviceFault
}
