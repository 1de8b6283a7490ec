/// Where a fault is played.
package enum FaultStage: String, Hashable, Sendable, CaseIterable {
    /// Tier A: core, rules and abstract devices. It has no bytes and no sectors.
    case abstractCampus
    /// Tier B: all production code over simulated USB, network and printer.
    case wholeStack
    /// The sweeps over every write and sync of the databases, and over bits of their files.
    case disk
}

extension FaultKind {
    /// Where this fault has a meaning and is drawn; never nowhere.
    package var stages: Set<FaultStage> {
        switch self {
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct, .usbStall, .usbDisconnect,
            .usbResetByOther, .usbGarbage, .usbLostAcknowledgement, .usbBusyLong, .sensorStuckOn,
            .sensorStuckOff, .sensorBounce, .jamFeeding, .jamPresenting, .jamRetaining, .doubleFeed,
            .emptyFeed, .cardPushedBackIn, .cardTakenAtCapture, .unitRetraction, .binFullAtCapture,
            .binCounterWraps, .binCounterStuck, .cardLostBeforeAPDU, .cardLostAfterAPDU,
            .foreignBlank, .usedBlank, .clonedBlank, .cardMemoryError, .cardIntegrityError,
            .printerOut, .printerOffline, .printJobLost, .printedTwice, .databaseLocked,
            .clockJumpsForward, .clockJumpsBack, .requestLost, .answerLost, .storeSlow,
            .storeDownForDays, .storeAnswersTwice, .messagesReordered, .storeRefuses,
            .storeRestored, .technicianEnters, .secondKiosk, .lossReportedElsewhere,
            .heldCaseReleased, .oldCardFound, .studentWalksAway, .lostCardReleased:
            [.abstractCampus, .wholeStack]
        case .diskFull, .syncError, .powerCut: [.abstractCampus, .wholeStack, .disk]
        // What a driver makes of broken bytes is one of the outcomes that tier A draws whole.
        case .usbLateReply, .usbDuplicateReply, .usbShortReply, .usbOtherSerial,
            .usbWrongChecksum:
            [.wholeStack]
        case .doorOpened, .verifyMismatch, .twoCardsAtExit: [.abstractCampus, .wholeStack]
        case .journalTornTail: [.abstractCampus, .wholeStack, .disk]
        case .bitFlipped: [.wholeStack, .disk]
        }
    }
}
