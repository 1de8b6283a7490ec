/// A report that was made while the store did not answer, brought as soon as it does.
package struct DeliverLossReportCall: StoreCall {
    package static let name = StoreCallName.deliverLossReport

    package let report: SealedLossReport

    /// The card is stopped.
    package struct Answer: Hashable, Sendable, Codable {
        package let listVersion: ListVersion
        /// The card had been reported before.
        package let alreadyReported: Bool

        package init(listVersion: ListVersion, alreadyReported: Bool) {
            self.listVersion = listVersion
            self.alreadyReported = alreadyReported
        }
    }

    package init(report: SealedLossReport) {
        self.report = report
    }
}
