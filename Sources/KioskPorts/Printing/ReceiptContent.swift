package import CampusCard

/// The kinds of receipt and what each of them says.
package enum ReceiptContent: Hashable, Sendable {
    /// The student has the new card.
    case replaced(ReplacedCard)
    case lossReported(LossReport)
    /// The new card was not taken and went back into the machine.
    case notTaken(UntakenCard)
    case problem(CaseProblem)
}

/// Whom a receipt is for, masked. The name is missing when the store could not be asked for it.
package struct ReceiptHolder: Hashable, Sendable {
    package let name: MaskedName?
    package let studentNumber: MaskedStudentNumber

    package init(name: MaskedName?, studentNumber: MaskedStudentNumber) {
        self.name = name
        self.studentNumber = studentNumber
    }

    /// The holder as the store shows it.
    package init(_ holder: MaskedHolder) {
        self.init(
            name: MaskedName(fromStore: holder.name),
            studentNumber: MaskedStudentNumber(fromStore: holder.studentNumber))
    }
}

/// A finished replacement.
package struct ReplacedCard: Hashable, Sendable {
    package let holder: ReceiptHolder
    package let card: MaskedCardNumber
    package let fee: Money
    /// The spendable balance after the fee, if the store told it.
    package let balanceAfter: Money?

    package init(
        holder: ReceiptHolder, card: MaskedCardNumber, fee: Money, balanceAfter: Money?
    ) {
        self.holder = holder
        self.card = card
        self.fee = fee
        self.balanceAfter = balanceAfter
    }
}

/// A loss report, with or without the store's answer.
package struct LossReport: Hashable, Sendable {
    package let holder: ReceiptHolder
    /// Known only when the store answered.
    package let card: MaskedCardNumber?
    package let effect: LossEffect

    package init(holder: ReceiptHolder, card: MaskedCardNumber?, effect: LossEffect) {
        self.holder = holder
        self.card = card
        self.effect = effect
    }
}

/// What a loss report has done so far.
package enum LossEffect: Hashable, Sendable, CaseIterable {
    case stopped
    /// The report waits in the kiosk for the network: the card can still be used.
    case notStoppedYet
}

/// A new card that went back into the machine.
package struct UntakenCard: Hashable, Sendable {
    package let holder: ReceiptHolder
    package let card: MaskedCardNumber
    package let money: MoneyOutcome
    package let nextStep: NextStep

    package init(
        holder: ReceiptHolder, card: MaskedCardNumber, money: MoneyOutcome, nextStep: NextStep
    ) {
        self.holder = holder
        self.card = card
        self.money = money
        self.nextStep = nextStep
    }
}

/// A case that did not go as it should: what became of money and card, and what the student does
/// now.
package struct CaseProblem: Hashable, Sendable {
    /// Missing when nobody was identified yet.
    package let holder: ReceiptHolder?
    package let money: MoneyOutcome
    package let card: CardOutcome
    package let nextStep: NextStep

    package init(
        holder: ReceiptHolder?, money: MoneyOutcome, card: CardOutcome, nextStep: NextStep
    ) {
        self.holder = holder
        self.money = money
        self.card = card
        self.nextStep = nextStep
    }
}
