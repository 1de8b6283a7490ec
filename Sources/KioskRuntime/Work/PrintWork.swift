import CampusCard
import KioskCore
import KioskPorts

/// Paper. Whatever goes wrong here changes nothing but the paper (K16).
extension KioskController {
    func printSlip(_ slip: Slip, _ outcome: Outcome) async {
        guard let file = caseFile, let receipt = receipt(for: outcome, file) else {
            deliver(.printer(.notPrinted))
            return
        }
        var printed = true
        do {
            let paper = try await equipment.printer.print(
                receipt, jobName: "case-\(file.caseID)")
            equipment.log("receipt of case \(file.caseID) printed: \(paper.path)")
        } catch {
            equipment.troubles.count(error.trouble)
            equipment.log("receipt of case \(file.caseID) not printed: \(error)")
            printed = false
        }
        guard record([.slipPrinted(file.caseID, slip, printed: printed)]) else { return }
        deliver(.printer(printed ? .printed : .notPrinted))
    }

    private func receipt(for outcome: Outcome, _ file: CaseFile) -> Receipt? {
        guard let content = content(for: outcome, file) else { return nil }
        return Receipt(
            content: content, caseNumber: file.caseID,
            trace: ReceiptTrace(validated: file.caseID.text), kiosk: settings.kiosk,
            time: ZonedTime(
                unixSeconds: equipment.clock.wallMilliseconds() / 1000,
                offsetSeconds: settings.zoneOffsetSeconds),
            languages: settings.receiptLanguages)
    }

    /// What the paper says agrees with the last page on the screen.
    private func content(for outcome: Outcome, _ file: CaseFile) -> ReceiptContent? {
        let holder = file.student.map { ReceiptHolder($0.holder) }
        let fee = file.student?.quote?.fee ?? .zero
        // Without a fee nothing was ever set aside, whatever became of the case.
        let free: MoneyOutcome? = fee == .zero ? .notCharged : nil
        switch outcome {
        case .delivered:
            guard let holder, let card = file.maskedCard else { return nil }
            let balance = (file.student?.quote?.spendable).map { $0 - fee }
            return .replaced(
                ReplacedCard(holder: holder, card: card, fee: fee, balanceAfter: balance))
        case .notTaken:
            guard let holder, let card = file.maskedCard else { return nil }
            return .notTaken(
                UntakenCard(
                    holder: holder, card: card, money: free ?? .released(fee),
                    nextStep: .tryAgain))
        case .commitUnanswered:
            return problem(holder, free ?? .held(fee), .newCardKept, .tryLater)
        case .notPresented:
            return problem(holder, free ?? .released(fee), .newCardKept, .otherKiosk)
        case .suspected:
            return problem(holder, free ?? .notKnown(fee), .notKnown, .serviceDesk)
        case .abandoned(.storeUnanswered):
            return problem(holder, free ?? .held(fee), .lostCardMaybeStopped, .tryLater)
        case .abandoned(let reason):
            return problem(
                holder, free ?? .released(fee), .lostCardStopped, reason.nextStep)
        case .lossReported: return lossReport(file, .stopped)
        case .lossWaiting: return lossReport(file, .notStoppedYet)
        case .refused, .unreachable, .notReady, .lossUnanswered, .leftEarly:
            return nil
        }
    }

    private func lossReport(_ file: CaseFile, _ effect: LossEffect) -> ReceiptContent? {
        let typed = file.typedNumber.map { ReceiptHolder(name: nil, studentNumber: $0) }
        guard let holder = file.student.map({ ReceiptHolder($0.holder) }) ?? typed else {
            return nil
        }
        let card = file.student?.holder.cardNumber.map(MaskedCardNumber.init(fromStore:))
        return .lossReported(LossReport(holder: holder, card: card, effect: effect))
    }

    private func problem(
        _ holder: ReceiptHolder?, _ money: MoneyOutcome, _ card: CardOutcome, _ next: NextStep
    ) -> ReceiptContent {
        .problem(CaseProblem(holder: holder, money: money, card: card, nextStep: next))
    }
}

extension CaseFile {
    /// The new card's number as it may be printed.
    var maskedCard: MaskedCardNumber? { cardNumber.map(MaskedCardNumber.init(masking:)) }
}

extension AbandonReason {
    /// What a student does after a case that was undone.
    var nextStep: NextStep {
        switch self {
        case .cancelledByStudent, .walkedAway, .oldCardFound: .tryAgain
        case .storeUnanswered: .tryLater
        case .feedFailed, .blankUnusable, .encodingFailed, .deviceFault, .powerCut: .otherKiosk
        case .storeRefused, .leaseLost: .serviceDesk
        }
    }
}
