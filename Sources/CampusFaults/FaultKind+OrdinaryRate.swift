extension FaultKind {
    /// The share of occasions at which the fault strikes in a world with all faults. An occasion is what the fault is
    /// about: a query, a motion, an exchange with a card, a print, an append, a message, a case. Frequent occasions
    /// have small rates, so that most cases meet one or two faults and some come through.
    package var ordinaryRate: Double {
        switch self {
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct, .usbDisconnect, .usbStall,
            .usbResetByOther, .usbBusyLong:
            0.004
        case .usbLateReply, .usbDuplicateReply, .usbShortReply, .usbOtherSerial,
            .usbWrongChecksum, .usbGarbage, .usbLostAcknowledgement:
            0.004
        case .sensorStuckOn, .sensorStuckOff, .sensorBounce: 0.003
        case .jamFeeding, .jamPresenting, .jamRetaining: 0.006
        case .doubleFeed, .emptyFeed: 0.006
        case .cardPushedBackIn, .cardTakenAtCapture, .unitRetraction, .twoCardsAtExit: 0.02
        case .binFullAtCapture, .binCounterWraps, .binCounterStuck: 0.01
        case .cardLostBeforeAPDU, .cardLostAfterAPDU: 0.002
        case .verifyMismatch, .cardMemoryError, .cardIntegrityError: 0.01
        case .foreignBlank, .usedBlank, .clonedBlank: 0.01
        case .printerOut, .printerOffline, .printJobLost, .printedTwice: 0.02
        case .diskFull, .syncError, .databaseLocked, .journalTornTail, .bitFlipped: 0.000_5
        case .clockJumpsForward, .clockJumpsBack: 0.002
        case .powerCut: 0.002
        case .requestLost, .answerLost, .storeAnswersTwice, .messagesReordered: 0.01
        case .storeSlow: 0.01
        case .storeRefuses: 0.002
        case .storeDownForDays: 0.000_1
        case .storeRestored: 0.000_1
        case .doorOpened, .technicianEnters: 0.01
        case .secondKiosk, .lossReportedElsewhere, .heldCaseReleased, .oldCardFound,
            .lostCardReleased:
            0.02
        case .studentWalksAway: 0.03
        }
    }
}
