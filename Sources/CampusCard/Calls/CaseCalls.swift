/// Opens a case on a consented quote: the old card is stopped (if it was not), the fee is held, and this case gets
/// the lease on the account. Can be undone by `AbandonCall`.
package struct OpenCall: StoreCall {
    package static let name = StoreCallName.open

    package let session: SessionToken
    package let quote: QuoteID

    /// What the case holds now.
    package struct Answer: Hashable, Sendable, Codable {
        package let fence: Fence
        /// The lease ends after this many seconds without progress.
        package let leaseSeconds: Int
        /// The list version that stops the old card.
        package let listVersion: ListVersion
        package let note: StoreNote

        package init(fence: Fence, leaseSeconds: Int, listVersion: ListVersion, note: StoreNote) {
            self.fence = fence
            self.leaseSeconds = leaseSeconds
            self.listVersion = listVersion
            self.note = note
        }
    }

    package static func note(of answer: Answer) -> StoreNote? { answer.note }

    package init(session: SessionToken, quote: QuoteID) {
        self.session = session
        self.quote = quote
    }
}

/// Binds one blank to the case: an issue number and a personalisation for this UID and no other.
package struct BindCall: StoreCall {
    package static let name = StoreCallName.bind

    package let fence: Fence
    package let uid: CardUID

    package typealias Answer = Personalisation

    package static func note(of answer: Answer) -> StoreNote? { answer.note }

    package init(fence: Fence, uid: CardUID) {
        self.fence = fence
        self.uid = uid
    }
}

/// Undoes an uncommitted case: hold and lease are released; the loss report stays.
package struct AbandonCall: StoreCall {
    package static let name = StoreCallName.abandon

    package let reason: AbandonReason
    /// UIDs on which an identity write may have happened; their issue numbers are spoiled for ever.
    package let spoiled: [CardUID]

    package typealias Answer = CaseStanding

    package init(reason: AbandonReason, spoiled: [CardUID]) {
        self.reason = reason
        self.spoiled = spoiled
    }
}

/// The point of no return: the old card is cancelled for ever and the new one is in delivery.
package struct CommitCall: StoreCall {
    package static let name = StoreCallName.commit

    package let fence: Fence
    package let uid: CardUID
    package let issueNumber: IssueNumber

    /// The case is committed, or further.
    package struct Answer: Hashable, Sendable, Codable {
        package let standing: CaseStanding
        package let note: StoreNote

        package init(standing: CaseStanding, note: StoreNote) {
            self.standing = standing
            self.note = note
        }
    }

    package static func note(of answer: Answer) -> StoreNote? { answer.note }

    package init(fence: Fence, uid: CardUID, issueNumber: IssueNumber) {
        self.fence = fence
        self.uid = uid
        self.issueNumber = issueNumber
    }
}

/// Ends a case whose card was retained. Accepted in every state but delivered, also for a case that the store has
/// never seen: it is a tombstone, and any later bind or commit of the case is refused.
package struct VoidCall: StoreCall {
    package static let name = StoreCallName.void

    package let uid: CardUID?

    package typealias Answer = CaseStanding

    package init(uid: CardUID?) {
        self.uid = uid
    }
}

/// Asks where a case stands, after a call whose answer did not come.
package struct GetCall: StoreCall {
    package static let name = StoreCallName.get

    package typealias Answer = CaseStanding

    package init() {}
}

/// Stops the student's card.
package struct ReportLossCall: StoreCall {
    package static let name = StoreCallName.reportLoss

    package let session: SessionToken

    /// What the report came to.
    package struct Answer: Hashable, Sendable, Codable {
        package let holder: MaskedHolder
        package let listVersion: ListVersion
        /// The card had been reported before.
        package let alreadyReported: Bool
        package let note: StoreNote

        package init(
            holder: MaskedHolder, listVersion: ListVersion, alreadyReported: Bool, note: StoreNote
        ) {
            self.holder = holder
            self.listVersion = listVersion
            self.alreadyReported = alreadyReported
            self.note = note
        }
    }

    package static func note(of answer: Answer) -> StoreNote? { answer.note }

    package init(session: SessionToken) {
        self.session = session
    }
}
