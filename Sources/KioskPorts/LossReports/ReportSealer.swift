package import CampusCard

/// Seals a loss report so that only the central store can read it.
package protocol ReportSealer: Sendable {
    /// Nil for a key that is none.
    func seal(
        _ secret: LossReportSecret, label: LossReportLabel, to key: SealingKey
    ) -> SealedLossReport?
}
