package import CampusCard
import CentralStore
import KioskPorts
import Synchronization

/// A seal without cryptography, so that a run repeats to the last byte: hexadecimal text, and the label beside it.
struct PlainSeal: ReportSealer, ReportOpener {
    let publicKey = SealingKey(validated: "simulated")

    func seal(
        _ secret: LossReportSecret, label: LossReportLabel, to key: SealingKey
    ) -> SealedLossReport? {
        SealedLossReport(
            caseID: label.caseID, sealedAtMilliseconds: label.sealedAtMilliseconds,
            encapsulatedKey: label.bytes.hex, ciphertext: secret.bytes.hex)
    }

    func open(_ report: SealedLossReport, from kiosk: KioskID) -> LossReportSecret? {
        guard report.label(kiosk: kiosk).bytes.hex == report.encapsulatedKey else { return nil }
        return [UInt8](hex: report.ciphertext).flatMap(LossReportSecret.init(bytes:))
    }
}

/// A shelf that survives the kiosk's power cuts, as a disk would.
package final class MemoryShelf: ReportShelf {
    private struct Content {
        var key: SealingKey?
        var reports: [SealedLossReport] = []
    }
    private let content = Mutex(Content())

    /// How many reports wait.
    package var count: Int { content.withLock { $0.reports.count } }

    package func sealingKey() -> SealingKey? { content.withLock { $0.key } }
    package func remember(_ key: SealingKey) { content.withLock { $0.key = key } }
    package func hasRoom() -> Bool {
        content.withLock { $0.reports.count } < ReportShelfLimits.reports
    }
    package func put(_ report: SealedLossReport) -> Bool {
        content.withLock { $0.reports.append(report) }
        return true
    }
    package func waiting() -> [SealedLossReport] { content.withLock { $0.reports } }
    package func remove(_ caseID: CaseID) {
        content.withLock { $0.reports.removeAll { $0.caseID == caseID } }
    }
}
