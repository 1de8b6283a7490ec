/// A report that was made while the store did not answer, brought as soon as it does.
package struct DeliverLossReportCall: StoreCall {
    package static let name = StoreCallName.deliverLossReport

    package let report: SealedLossReport

    /// The card is stopped.
    package struct Answer: Hashable, Sendable, Codable {
        package let listVersion: ListVersion
        /// The card had been reported before.
        package let alreadyReported: Bool
        package let note: StoreNote

        package init(listVersion: ListVersion, alreadyReported: Bool, note: StoreNote) {
            self.listVersion = listVersion
            self.alreadyReported = alreadyReported
            self.note = note
        }
    }

    package static func note(of answer: Answer) -> StoreNote? { answer.note }

    package init(report: SealedLossReport) {
        self.report = report
    }
}
