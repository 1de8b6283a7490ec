/// The texts of the pages that belong to no outcome, reason or fault. The raw value is the key in the locale files.
package enum Phrase: String, Hashable, Sendable, CaseIterable {
    // The frame of every page.
    case product, kioskLabel, languageLabel, caseNumber, cancel, moreTime, finish, secondsUnit
    case closesBySelf
    // Home.
    case homeTitle, homeLead, jobReplace, jobReplaceText, jobReport, jobReportText
    case jobAvailable, jobUnavailable, homeNeeds, replaceOut, kioskOut, limited, since
    case stillWorks, stillReport, stillAll, stillElsewhere, staffLabel, startingTitle, startingLead
    // Login and a new password.
    case loginTitle, loginLead, studentNumber, cardPassword, passwordForgotten, logIn
    case keyNext, keyDelete, keyClear, keyLetters, keyDigits, keypad, checkingTitle, retryWrong
    case changeTitle, changeLead, changeRule, newPassword, repeatPassword, savePassword
    case savingTitle, retryWeak
    // Review and consent.
    case quotingTitle, reviewTitle, reviewLead, holderName, lostCard, noCard, alreadyLost, goOn
    case onlyReport, consentTitle, fee, feeFree, feeStandard, feeFirstFree, feeWaived, spendable
    case balanceAfter, pointOldCard, pointFeeLater, pointBalance, consentPay, consentFree
    // The machine works.
    case workingTitle, doNotLeave, stepStop, stepBlank, stepWrite, stepHandOut, stepIsDone
    case stepIsNow, stepIsLater, secondBlank, asking, tooLateToCancel, foundOldCard
    case stoppingTitle, stoppingLead, undoingTitle, undoingLead
    // The card comes out, or goes back.
    case takeTitle, takeLead, takeReminder, takeConsequence, takingBackTitle, takingBackLead
    case presentingTitle, printingTitle, printingLead, slipPrinted, slipNotPrinted
    // The warning before a page closes.
    case warnTitle, warnLead, warnLast, stayHere
    // What became of the money and the card, and what to do.
    case moneyLabel, cardLabel, nextLabel
    case moneyNotCharged, moneyFree, moneyCharged, moneyReleased, moneyWillBeReleased, moneyHeld
    case cardUnchanged, cardLostStopped, cardMaybeStopped, cardNewWorks, cardNewVoid
    case cardNotKnown, cardStoppedNow, cardMaybeNotStopped, cardWaiting, cardWaitingSomewhere
    case nextKeepCard, nextTryHere, nextTryLater, nextOtherKiosk, nextDesk, nextDeskWithCase
    case nextRelease, nextTopUp, nextLossHere, nextGoToKiosk
    case nextWaitMinutes, nextLossAgain, nextIfFound, nextNothing, figuresFee, figuresSpendable
    // Reporting a loss.
    case lossTitle, lossLead, pointStopNow, pointMoneySafe, pointRelease, pointNoFee, lossConfirm
    case reportingTitle
    // A report that has to wait for the store.
    case laterTitle, laterLead, pointNotStoppedYet, pointSealed, pointWhenOnline, pointOtherWay
    case laterConfirm, keepingTitle, cardNotStoppedYet, nextStopOtherWay
    // Input that cannot be used.
    case mistakeStudentNumber, mistakePassword, mistakePasswordsDiffer, mistakeRequest
    case notOffered, notReady, noMoreTime
}

/// What a phrase leaves open. It stands in the text in braces, for example `{amount}`.
package enum Placeholder: String, Hashable, Sendable, CaseIterable {
    case amount, kiosk, minutes, time

    /// As it stands in a text.
    package var mark: String { "{\(rawValue)}" }
}

extension Phrase {
    /// The one value that the phrase needs, in every language; nil for a finished sentence.
    package var placeholder: Placeholder? {
        Self.open[self]
    }

    private static let open: [Phrase: Placeholder] = [
        .kioskLabel: .kiosk, .cardWaiting: .kiosk, .nextGoToKiosk: .kiosk,
        .since: .time, .nextWaitMinutes: .minutes, .consentPay: .amount, .moneyCharged: .amount,
        .moneyReleased: .amount, .moneyWillBeReleased: .amount, .moneyHeld: .amount,
        .figuresFee: .amount, .figuresSpendable: .amount,
    ]
}
