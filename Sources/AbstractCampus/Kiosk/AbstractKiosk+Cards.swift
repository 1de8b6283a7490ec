import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// The card over the reader: who it is, and making it the student's. Paper as well, for it is as short.
extension AbstractKiosk {
    private var isReaderGone: Bool { world.now < readerGoneUntil }

    func readBlank() {
        if world.strikes(.usbResetByOther) { readerGoneUntil = world.now + 25_000 }
        guard !isReaderGone else {
            return later(20_000) {
                $0.deliver(.device(.blankRejected(.readerGone)), after: [.usbResetByOther])
            }
        }
        later(400) { $0.readCard() }
    }

    private func readCard() {
        guard let notes = file?.card, let card = machine.atRead.first else {
            deliver(.device(.blankRejected(.unusable)))
            return
        }
        if world.strikes(.cardLostBeforeAPDU) {
            deliver(.device(.blankRejected(.unusable)), after: [.cardLostBeforeAPDU])
            return
        }
        file?.card?.uid = card.uid
        guard record([.cardIdentified(notes.ref, card.uid)]) else { return }
        let isFit =
            card.kind != .foreign && !card.isWritten
            && !journal.isWithheld(card.uid, from: notes.ref)
        // A used card from elsewhere looks fresh here: the store knows its UID.
        deliver(
            .device(isFit ? .blankRead : .blankRejected(.unusable)),
            after: isFit ? [] : faultOfBlank)
    }

    /// What is wrong with the blank over the reader.
    var faultOfBlank: [FaultKind] {
        switch machine.atRead.first?.kind {
        case .blank, nil: []
        case .foreign: [.foreignBlank]
        case .used: [.usedBlank]
        case .cloned: [.clonedBlank]
        }
    }

    func encode() {
        if world.strikes(.cardIntegrityError) {
            // Refused before anything was written.
            return later(600) { $0.encodingFailed(.cardIntegrityError, isWritten: false) }
        }
        later(1_200) { $0.writeIdentity() }
    }

    private func writeIdentity() {
        guard let notes = file?.card, let caseID = file?.caseID else { return }
        guard
            record([
                .checkpoint(notes.ref, caseID, step: "contentsCommit"),
                .identityMayBeWritten(notes.ref, caseID),
            ])
        else { return }
        if !machine.atRead.isEmpty { machine.atRead[0].isWritten = true }
        for fault in [FaultKind.cardLostAfterAPDU, .verifyMismatch, .cardMemoryError]
        where world.strikes(fault) {
            return later(800) { $0.encodingFailed(fault, isWritten: true) }
        }
        later(1_300) { kiosk in
            kiosk.file?.noteSpoiled()
            kiosk.deliver(.device(.encoded))
        }
    }

    private func encodingFailed(_ fault: FaultKind, isWritten: Bool) {
        if isWritten { file?.noteSpoiled() }
        deliver(
            .device(
                .encodingFailed(
                    EncodingFailure(identityMayBeWritten: isWritten, cause: .card))),
            after: [fault])
    }

    func printSlip(_ slip: Slip) {
        guard let caseID = file?.caseID else { return }
        if world.strikes(.printJobLost) {
            pendingPaperFault = .printJobLost
            return
        }
        for fault in [FaultKind.printerOut, .printerOffline] where world.strikes(fault) {
            return later(1_000) { $0.printed(slip, caseID, false, [fault]) }
        }
        let twice: [FaultKind] = world.strikes(.printedTwice) ? [.printedTwice] : []
        later(3_000) { $0.printed(slip, caseID, true, twice) }
    }

    private func printed(_ slip: Slip, _ caseID: CaseID, _ isDone: Bool, _ faults: [FaultKind]) {
        guard record([.slipPrinted(caseID, slip, printed: isDone)]) else { return }
        deliver(.printer(isDone ? .printed : .notPrinted), after: faults)
    }
}
