/// Why the store refused a call. Nothing changed in the store, but for a counted wrong password.
package enum Refusal: String, Hashable, Sendable, Codable, CaseIterable {
    /// Student number and password do not go together (which of the two is not said).
    case wrongCredentials
    /// Five wrong passwords: this account is locked for a while (`RefusalDetail.retryAfterSeconds`).
    case accountLocked
    /// Too many wrong passwords at this kiosk.
    case kioskLocked
    /// A new password breaks a rule: a default, six equal digits, a run, or not six digits.
    case passwordTooWeak
    /// The login is over.
    case sessionExpired
    /// The cardholder is not enrolled, or has left.
    case notEnrolled
    /// The account is frozen.
    case frozen
    /// The spendable balance is below the fee (`fee`, `spendable`).
    case insufficientFunds
    /// A committed case of this account is not resolved: a card may be waiting (`kiosk`).
    case cardWaiting
    /// The replacements of this account are used up for now: the desk decides.
    case replacementLimit
    /// The account has no card that could be replaced or reported.
    case noCard
    /// The quote is too old or was made for another session.
    case quoteExpired
    /// Another kiosk has opened a case for this account, or the lease ran out.
    case leaseLost
    /// The case was abandoned or voided: no later bind or commit can succeed.
    case caseEnded
    /// The call does not fit the state of the case (a commit without a bind, for example).
    case outOfOrder
    /// This UID was issued, retained or spoiled before.
    case uidUsed
    /// Two blanks were bound already.
    case blankLimit
    /// The same key came before with another body.
    case conflict
    /// The store does not know this kiosk, or took it out of service.
    case kioskNotInService
    /// The store was restored from a backup and has not heard all kiosks yet: no card is issued until it has.
    case storeReplaying
    /// The request could not be read.
    case malformed
}

/// A refusal with the figures that a person may want to see.
package struct Refused: Hashable, Sendable, Codable {
    package let reason: Refusal
    package let fee: Money?
    package let spendable: Money?
    package let retryAfterSeconds: Int?
    package let kiosk: KioskID?

    package init(
        _ reason: Refusal, fee: Money? = nil, spendable: Money? = nil,
        retryAfterSeconds: Int? = nil, kiosk: KioskID? = nil
    ) {
        self.reason = reason
        self.fee = fee
        self.spendable = spendable
        self.retryAfterSeconds = retryAfterSeconds
        self.kiosk = kiosk
    }
}
