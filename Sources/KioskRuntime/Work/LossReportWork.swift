import CampusCard
import KioskCore
import KioskPorts

/// Loss reports that wait, sealed, for a store that does not answer (design §4). They are kept
/// outside the journal, for a day at most, and applied by the store only if number and password
/// verify there.
extension KioskController {
    /// The report of a student who types number and password, made before the login is tried: the
    /// password itself is not kept any longer than that. Nil while the store's key is not known.
    func sealedReport(
        _ number: StudentNumber, _ password: CardPassword, _ caseID: CaseID
    ) -> SealedLossReport? {
        guard let key = equipment.reportShelf.sealingKey() else { return nil }
        let label = LossReportLabel(
            kiosk: settings.kiosk, caseID: caseID,
            sealedAtMilliseconds: equipment.clock.wallMilliseconds())
        return equipment.reportSealer.seal(
            LossReportSecret(studentNumber: number, password: password), label: label, to: key)
    }

    func keepReport() {
        let kept = caseFile?.sealedReport.map(equipment.reportShelf.put) ?? false
        start { kiosk in kiosk.deliver(.shelf(kept ? .reportKept : .reportNotKept)) }
    }

    func canKeepReports() -> Bool {
        equipment.reportShelf.sealingKey() != nil && equipment.reportShelf.hasRoom()
    }

    func learnSealingKey(_ key: SealingKey?) {
        guard let key, key != equipment.reportShelf.sealingKey() else { return }
        equipment.reportShelf.remember(key)
    }

    /// Brings every waiting report to the store, oldest first; ends at the first that is not
    /// answered.
    func deliverReports() async {
        for report in equipment.reportShelf.waiting() {
            guard report.isFresh(atMilliseconds: equipment.clock.wallMilliseconds()) else {
                settle(report, "too old, dropped")
                continue
            }
            let tries = reportTries[report.caseID] ?? ReportTries()
            guard equipment.clock.monotonic() >= tries.restsUntil else { continue }
            guard await deliver(report, tries) else { return }
        }
    }

    /// - Returns: false when the store did not answer.
    private func deliver(_ report: SealedLossReport, _ before: ReportTries) async -> Bool {
        var tries = before
        tries.count += 1
        let outcome = await equipment.store.call(
            DeliverLossReportCall(report: report), caseID: report.caseID, attempt: tries.count,
            deadline: SupervisionPauses.reportDeadline)
        switch outcome {
        case .done(let answer):
            record([.fact(.noted(caseID: report.caseID, note: answer.note))])
            settle(report, "the card is stopped")
        case .refused(let refused) where refused.reason.endsReport:
            settle(report, "refused: \(refused.reason.rawValue)")
        case .refused(let refused):
            tries.restsUntil =
                equipment.clock.monotonic() + .seconds(refused.retryAfterSeconds ?? 60)
            reportTries[report.caseID] = tries
        case .unknown:
            // The same attempt again: it may have had its effect.
            return false
        }
        return true
    }

    /// Nothing more is to be done with the report.
    private func settle(_ report: SealedLossReport, _ ending: String) {
        equipment.reportShelf.remove(report.caseID)
        reportTries[report.caseID] = nil
        equipment.log("waiting loss report of case \(report.caseID): \(ending)")
    }
}

/// How a waiting report fared so far.
struct ReportTries {
    /// How often the store refused it: the number of the last attempt.
    var count = 0
    /// Monotonic time before which it is not tried again.
    var restsUntil: Duration = .zero
}

extension Refusal {
    /// The same report would be refused again: it is not kept any longer.
    fileprivate var endsReport: Bool {
        switch self {
        case .accountLocked, .kioskLocked, .kioskNotInService, .storeReplaying: false
        case .wrongCredentials, .passwordTooWeak, .sessionExpired, .notEnrolled, .frozen,
            .insufficientFunds, .cardWaiting, .replacementLimit, .noCard, .quoteExpired, .leaseLost,
            .caseEnded, .outOfOrder, .uidUsed, .blankLimit, .conflict, .malformed:
            true
        }
    }
}
