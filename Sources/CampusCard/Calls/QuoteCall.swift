/// Asks what a replacement would cost this student, and whether it may be had.
package struct QuoteCall: StoreCall {
    package static let name = StoreCallName.quote

    package let session: SessionToken

    /// What the student would consent to.
    package struct Answer: Hashable, Sendable, Codable {
        package let quote: QuoteID
        package let holder: MaskedHolder
        package let fee: Money
        package let feeReason: FeeReason
        /// What the student can pay a fee from.
        package let spendable: Money
        /// The old card was reported lost before this case.
        package let alreadyReportedLost: Bool

        package init(
            quote: QuoteID, holder: MaskedHolder, fee: Money, feeReason: FeeReason,
            spendable: Money, alreadyReportedLost: Bool
        ) {
            self.quote = quote
            self.holder = holder
            self.fee = fee
            self.feeReason = feeReason
            self.spendable = spendable
            self.alreadyReportedLost = alreadyReportedLost
        }
    }

    package init(session: SessionToken) {
        self.session = session
    }
}

/// Why a fee is what it is.
package enum FeeReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// The fee of the price list.
    case standard
    /// The first replacement is free.
    case firstFree
    /// An operator waived it.
    case waived
}
