/// Every text of a receipt that does not come from the case. The raw value is its key in
/// `phrases.json`.
package enum ReceiptPhrase: String, Hashable, Sendable, CaseIterable {
    case titleReplaced, titleLossReported, titleLossWaiting, titleNotTaken, titleProblem
    case labelName, labelStudentNumber, labelCardNumber, labelFee, labelBalance
    case labelMoney, labelCard, labelNextStep
    case labelCase, labelTime, labelKiosk, labelTrace
    case noFee, newCardUsable, keepCardSafe
    case cardStopped, warningNotStopped, notStoppedAdvice
    case moneyNotCharged, moneyHeld, moneyReleased, moneyCaptured, moneyNotKnown
    case cardUnchanged, cardLostStopped, cardMaybeStopped, cardNewKept, cardNewTaken, cardNotKnown
    case nextTryAgain, nextTryLater, nextOtherKiosk, nextServiceDesk, nextWaitForResult
    case scanForCase

    /// True for a phrase that names an amount: both of its texts hold `ReceiptWording.amountMark`.
    package var namesAmount: Bool {
        switch self {
        case .moneyHeld, .moneyReleased, .moneyCaptured, .moneyNotKnown: true
        case .titleReplaced, .titleLossReported, .titleLossWaiting, .titleNotTaken, .titleProblem,
            .labelName, .labelStudentNumber, .labelCardNumber, .labelFee, .labelBalance,
            .labelMoney, .labelCard, .labelNextStep, .labelCase, .labelTime, .labelKiosk,
            .labelTrace, .noFee, .newCardUsable, .keepCardSafe, .cardStopped, .warningNotStopped,
            .notStoppedAdvice, .moneyNotCharged, .cardUnchanged, .cardLostStopped,
            .cardMaybeStopped,
            .cardNewKept,
            .cardNewTaken, .cardNotKnown, .nextTryAgain, .nextTryLater, .nextOtherKiosk,
            .nextServiceDesk,
            .nextWaitForResult, .scanForCase:
            false
        }
    }
}
