package import CampusCard
package import CampusFaults
package import CentralStore
package import KioskPorts

/// What the code says when it deals with a fault: any of these.
package struct FaultMarks: Hashable, Sendable {
    package let kiosk: Set<Trouble>
    package let store: Set<StoreTrouble>
}

extension FaultKind {
    /// What is counted where the code deals with this fault. Several names for one fault: it shows in another way in each
    /// device, or at another moment. One name for several: the code cannot tell them apart.
    package var troubles: FaultMarks { FaultMarks(kiosk: kioskTroubles, store: storeTroubles) }

    private var kioskTroubles: Set<Trouble> {
        switch self {
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct:
            [.lineUnanswered, .readerUnanswered, .usbFailed]
        case .usbLateReply: [.lineUnanswered, .lineStray, .readerUnanswered, .readerStray]
        case .usbDuplicateReply: [.lineStray, .readerStray]
        case .usbShortReply: [.lineDamaged, .lineUnanswered, .readerGarbled]
        case .usbStall: [.usbHalted]
        case .usbDisconnect: [.usbGone]
        case .usbOtherSerial: [.deviceOther]
        case .usbResetByOther:
            [.dispenserNotReset, .lineUnanswered, .readerUnanswered, .readerRecovered, .usbFailed]
        // On the cable the byte that changes may be a card's.
        case .usbWrongChecksum:
            [.lineDamaged, .lineUnanswered, .readerGarbled, .readerStray, .cardRefused]
        case .usbGarbage:
            [.lineStray, .lineDamaged, .lineUnanswered, .readerGarbled, .readerStray]
        case .usbLostAcknowledgement:
            [.lineUnacknowledged, .lineRefused, .lineUnanswered, .readerRefused, .readerUnanswered]
        case .usbBusyLong: [.lineUnanswered, .readerBusy, .readerUnanswered, .usbFailed]
        case .sensorStuckOn, .sensorStuckOff:
            [.sensorsDisagree, .cardElsewhere, .motionUnknown, .feedEmpty, .binFull]
        case .sensorBounce: [.looksDiffer, .sensorsDisagree, .cardElsewhere]
        case .jamFeeding: [.feedJammed]
        case .jamPresenting: [.presentationJammed]
        case .jamRetaining: [.retentionJammed]
        case .doubleFeed: [.sensorsDisagree]
        case .emptyFeed: [.feedEmpty]
        case .cardPushedBackIn: [.cardDrawnIn]
        case .cardTakenAtCapture: [.cardPulled]
        case .unitRetraction: [.cardRetracted]
        case .twoCardsAtExit: [.binCounterDisagrees, .motionUnknown]
        case .binFullAtCapture: [.binFull]
        case .binCounterWraps: [.binCounterWrapped, .binCounterDisagrees]
        case .binCounterStuck: [.binCounterDisagrees]
        case .doorOpened: [.cardElsewhere, .cardGone, .cardLost, .motionUnknown]
        case .cardLostBeforeAPDU, .cardLostAfterAPDU: [.cardLost]
        case .verifyMismatch: [.cardReadBackDiffers]
        // A dead chip is silent.
        case .foreignBlank: [.blankForeign, .cardLost]
        // Somebody else's application is on it, or ours.
        case .usedBlank: [.blankUsed, .blankForeign]
        case .clonedBlank: [.blankWithheld]
        case .cardMemoryError, .cardIntegrityError: [.cardRefused]
        case .printerOut: [.printerNotReady]
        case .printerOffline: [.printerOffline]
        case .printJobLost: [.printUnanswered]
        case .diskFull: [.journalDiskFull]
        case .syncError, .databaseLocked: [.journalFailed]
        case .journalTornTail: [.journalTorn]
        case .bitFlipped: [.journalAltered]
        case .clockJumpsForward, .clockJumpsBack: [.clockDoubted]
        case .powerCut: [.movementInterrupted, .caseInterrupted]
        case .requestLost, .answerLost: [.storeUnanswered]
        case .storeSlow: [.storeSlow, .storeUnanswered]
        case .storeDownForDays: [.storeSilent]
        case .storeRefuses: [.storeOutOfService]
        case .storeRestored: [.storeRestored]
        case .technicianEnters: [.countRefused]
        case .secondKiosk: [.leaseLost]
        case .oldCardFound: [.oldCardFound]
        case .studentWalksAway: [.studentLeft]
        case .printedTwice, .storeAnswersTwice, .messagesReordered, .lossReportedElsewhere,
            .heldCaseReleased, .lostCardReleased:
            []
        }
    }

    /// A second slip of the same case changes nothing (K16), and nobody but the student sees it: `printedTwice` has no mark.
    private var storeTroubles: Set<StoreTrouble> {
        switch self {
        case .answerLost, .storeAnswersTwice: [.callRepeated, .eventRepeated]
        case .messagesReordered: [.callRepeated, .eventRepeated, .callTooLate]
        case .storeRestored: [.restored]
        case .secondKiosk: [.caseGaveWay]
        case .lossReportedElsewhere: [.lossInCase]
        case .heldCaseReleased: [.suspectDecided]
        case .lostCardReleased: [.lostCardReleased, .releaseRefused]
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct, .usbLateReply, .usbDuplicateReply,
            .usbShortReply, .usbStall, .usbDisconnect, .usbOtherSerial, .usbResetByOther,
            .usbWrongChecksum, .usbGarbage, .usbLostAcknowledgement, .usbBusyLong, .sensorStuckOn,
            .sensorStuckOff, .sensorBounce, .jamFeeding, .jamPresenting, .jamRetaining,
            .doubleFeed, .emptyFeed, .cardPushedBackIn, .cardTakenAtCapture, .unitRetraction,
            .twoCardsAtExit, .binFullAtCapture, .binCounterWraps, .binCounterStuck, .doorOpened,
            .cardLostBeforeAPDU, .cardLostAfterAPDU, .verifyMismatch, .foreignBlank, .usedBlank,
            .clonedBlank, .cardMemoryError, .cardIntegrityError, .printerOut, .printerOffline,
            .printJobLost, .printedTwice, .diskFull, .syncError, .databaseLocked, .journalTornTail,
            .bitFlipped, .clockJumpsForward, .clockJumpsBack, .powerCut, .requestLost, .storeSlow,
            .storeDownForDays, .storeRefuses, .technicianEnters, .oldCardFound, .studentWalksAway:
            []
        }
    }
}

extension World {
    /// What the code of all kiosks has dealt with.
    package var kioskTroubles: Tally<Trouble> {
        campus.sites.reduce(into: Tally()) { $0 += $1.troublesSoFar }
    }

    /// What the code of the store has dealt with.
    package var storeTroubles: Tally<StoreTrouble> { campus.storeTroubles.soFar }

    /// The faults as the injector counts them, and how often the code that handles each said so.
    package func markedCounts() -> FaultCounts {
        let (kiosks, store) = (kioskTroubles, storeTroubles)
        var counts = injector.counts
        for _ in 0..<campus.sites.reduce(0, { $0 + $1.truth.counterWraps }) {
            counts.injected(.binCounterWraps)
        }
        for kind in FaultKind.allCases {
            let marks = kind.troubles
            let times =
                marks.kiosk.reduce(0) { $0 + kiosks[$1] } + marks.store.reduce(0) { $0 + store[$1] }
            counts.handled(kind, times: times)
        }
        return counts
    }

    /// Under whose eyes, and its code.
    func troublesByName() -> [(String, Int)] {
        kioskTroubles.counted.map { ("kiosk \($0.thing.rawValue)", $0.count) }
            + storeTroubles.counted.map { ("store \($0.thing.rawValue)", $0.count) }
    }
}
