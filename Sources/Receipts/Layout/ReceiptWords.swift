import CampusCard
import KioskPorts

/// The words of one receipt in its languages, as blocks.
struct ReceiptWords {
    let wording: ReceiptWording
    let languages: ReceiptLanguages

    func text(_ text: BilingualText, _ role: TextRole) -> [ReceiptBlock] {
        zip(text.texts(in: languages), LanguageRank.allCases).map { .text($0, role, $1) }
    }

    func row(_ label: ReceiptPhrase, _ value: String, _ weight: RowWeight) -> ReceiptBlock {
        .row(labels: wording[label].texts(in: languages), value: value, weight)
    }

    /// The same text in all languages on one line.
    func line(_ phrase: ReceiptPhrase, _ role: TextRole) -> ReceiptBlock {
        .text(wording[phrase].texts(in: languages).joined(separator: " "), role, .first)
    }

    func replaced(_ card: ReplacedCard) -> [ReceiptBlock] {
        var blocks = text(wording[.titleReplaced], .title)
        blocks.append(.rule(.dashed))
        blocks += holder(card.holder, card.card)
        blocks.append(row(.labelFee, fee(card.fee), .strong))
        if let balance = card.balanceAfter {
            blocks.append(row(.labelBalance, ReceiptWording.yuan(balance), .normal))
        }
        blocks.append(.rule(.dashed))
        blocks += text(wording[.newCardUsable], .paragraph)
        return blocks + text(wording[.keepCardSafe], .paragraph)
    }

    func lossReported(_ report: LossReport) -> [ReceiptBlock] {
        switch report.effect {
        case .stopped:
            text(wording[.titleLossReported], .title) + [.rule(.dashed)]
                + holder(report.holder, report.card) + [.rule(.dashed)]
                + text(wording[.cardStopped], .paragraph)
        case .notStoppedYet:
            text(wording[.titleLossWaiting], .title)
                + text(wording[.warningNotStopped], .warning) + [.rule(.dashed)]
                + holder(report.holder, report.card) + [.rule(.dashed)]
                + text(wording[.notStoppedAdvice], .paragraph)
        }
    }

    func notTaken(_ card: UntakenCard) -> [ReceiptBlock] {
        text(wording[.titleNotTaken], .title) + [.rule(.dashed)]
            + holder(card.holder, card.card) + [.rule(.dashed)]
            + answers(card.money, .newCardKept, card.nextStep)
    }

    func problem(_ problem: CaseProblem) -> [ReceiptBlock] {
        var blocks = text(wording[.titleProblem], .title)
        blocks.append(.rule(.dashed))
        if let person = problem.holder {
            blocks += holder(person, nil)
            blocks.append(.rule(.dashed))
        }
        return blocks + answers(problem.money, problem.card, problem.nextStep)
    }

    /// The three things that a student wants to know when something went another way.
    private func answers(
        _ money: MoneyOutcome, _ card: CardOutcome, _ step: NextStep
    ) -> [ReceiptBlock] {
        answer(.labelMoney, outcome(money)) + answer(.labelCard, outcome(card))
            + answer(.labelNextStep, self.step(step))
    }

    private func holder(_ holder: ReceiptHolder, _ card: MaskedCardNumber?) -> [ReceiptBlock] {
        var rows: [ReceiptBlock] = []
        if let name = holder.name { rows.append(row(.labelName, name.text, .normal)) }
        rows.append(row(.labelStudentNumber, holder.studentNumber.text, .normal))
        if let card { rows.append(row(.labelCardNumber, card.text, .normal)) }
        return rows
    }

    /// A question that the student has, and its answer below it.
    private func answer(_ question: ReceiptPhrase, _ text: BilingualText) -> [ReceiptBlock] {
        self.text(wording[question], .question) + self.text(text, .paragraph)
    }

    private func fee(_ fee: Money) -> String {
        fee == .zero
            ? wording[.noFee].texts(in: languages).joined(separator: " ") : ReceiptWording.yuan(fee)
    }

    private func outcome(_ money: MoneyOutcome) -> BilingualText {
        switch money {
        case .notCharged: wording[.moneyNotCharged]
        case .held(let amount): wording.phrase(.moneyHeld, amount)
        case .released(let amount): wording.phrase(.moneyReleased, amount)
        case .captured(let amount): wording.phrase(.moneyCaptured, amount)
        case .notKnown(let amount): wording.phrase(.moneyNotKnown, amount)
        }
    }

    private func outcome(_ card: CardOutcome) -> BilingualText {
        switch card {
        case .unchanged: wording[.cardUnchanged]
        case .lostCardStopped: wording[.cardLostStopped]
        case .lostCardMaybeStopped: wording[.cardMaybeStopped]
        case .newCardKept: wording[.cardNewKept]
        case .newCardTaken: wording[.cardNewTaken]
        case .notKnown: wording[.cardNotKnown]
        }
    }

    private func step(_ step: NextStep) -> BilingualText {
        switch step {
        case .tryAgain: wording[.nextTryAgain]
        case .tryLater: wording[.nextTryLater]
        case .otherKiosk: wording[.nextOtherKiosk]
        case .serviceDesk: wording[.nextServiceDesk]
        case .waitForResult: wording[.nextWaitForResult]
        }
    }
}
