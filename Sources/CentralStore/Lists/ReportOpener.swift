package import CampusCard

/// Opens the loss reports that kiosks sealed while the store did not answer.
package protocol ReportOpener: Sendable {
    /// What kiosks seal under.
    var publicKey: SealingKey { get }

    /// What the report hides; nil unless this kiosk sealed it, whole and for this key.
    func open(_ report: SealedLossReport, from kiosk: KioskID) -> LossReportSecret?
}
