package import CampusCard
package import CampusFaults
package import CentralStore
package import KioskPorts

/// What the code says when it deals with a fault: any of these.
package struct FaultMarks: Hashable, Sendable {
    package let kiosk: Set<Trouble>
    package let store: Set<StoreTrouble>

    fileprivate init(_ kiosk: Set<Trouble>, store: Set<StoreTrouble> = []) {
        self.kiosk = kiosk
        self.store = store
    }
}

extension FaultKind {
    /// What is counted where the code deals with this fault. Several names for one fault: it shows in another way in each
    /// device, or at another moment. One name for several: the code cannot tell them apart.
    package var troubles: FaultMarks {
        switch self {
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct, .usbLateReply, .usbDuplicateReply,
            .usbShortReply, .usbStall, .usbDisconnect, .usbOtherSerial, .usbResetByOther,
            .usbWrongChecksum, .usbGarbage, .usbLostAcknowledgement, .usbBusyLong:
            FaultMarks(lineTroubles)
        case .sensorStuckOn, .sensorStuckOff, .sensorBounce, .jamFeeding, .jamPresenting,
            .jamRetaining, .doubleFeed, .emptyFeed, .cardPushedBackIn, .cardTakenAtCapture,
            .unitRetraction, .twoCardsAtExit, .binFullAtCapture, .binCounterWraps,
            .binCounterStuck, .doorOpened:
            FaultMarks(machineTroubles)
        case .cardLostBeforeAPDU, .cardLostAfterAPDU: FaultMarks([.cardLost])
        case .verifyMismatch: FaultMarks([.cardReadBackDiffers])
        // A dead chip is silent.
        case .foreignBlank: FaultMarks([.blankForeign, .cardLost])
        // Somebody else's application is on it, or ours.
        case .usedBlank: FaultMarks([.blankUsed, .blankForeign])
        case .clonedBlank: FaultMarks([.blankWithheld])
        case .cardMemoryError, .cardIntegrityError: FaultMarks([.cardRefused])
        case .printerOut: FaultMarks([.printerNotReady])
        case .printerOffline: FaultMarks([.printerOffline])
        case .printJobLost: FaultMarks([.printUnanswered])
        // The printer says that it printed. A second slip of the same case changes nothing (K16), and nobody but the
        // student sees it.
        case .printedTwice: FaultMarks([])
        case .diskFull: FaultMarks([.journalDiskFull])
        case .syncError, .databaseLocked: FaultMarks([.journalFailed])
        case .journalTornTail: FaultMarks([.journalTorn])
        case .bitFlipped: FaultMarks([.journalAltered])
        case .clockJumpsForward, .clockJumpsBack: FaultMarks([.clockDoubted])
        case .powerCut: FaultMarks([.movementInterrupted, .caseInterrupted])
        case .requestLost, .answerLost, .storeSlow, .storeDownForDays, .storeAnswersTwice,
            .messagesReordered, .storeRefuses, .storeRestored:
            storeTroubles
        case .technicianEnters: FaultMarks([.countRefused])
        case .secondKiosk: FaultMarks([.leaseLost], store: [.caseGaveWay])
        case .lossReportedElsewhere: FaultMarks([], store: [.lossInCase])
        case .heldCaseReleased: FaultMarks([], store: [.suspectDecided])
        case .oldCardFound: FaultMarks([.oldCardFound])
        case .lostCardReleased: FaultMarks([], store: [.lostCardReleased, .releaseRefused])
        case .studentWalksAway: FaultMarks([.studentLeft])
        }
    }

    private var lineTroubles: Set<Trouble> {
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
        case _: []
        }
    }

    private var machineTroubles: Set<Trouble> {
        switch self {
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
        case _: []
        }
    }

    private var storeTroubles: FaultMarks {
        switch self {
        case .requestLost: FaultMarks([.storeUnanswered])
        case .answerLost: FaultMarks([.storeUnanswered], store: [.callRepeated, .eventRepeated])
        case .storeSlow: FaultMarks([.storeSlow, .storeUnanswered])
        case .storeDownForDays: FaultMarks([.storeSilent])
        case .storeAnswersTwice: FaultMarks([], store: [.callRepeated, .eventRepeated])
        case .messagesReordered:
            FaultMarks([], store: [.callRepeated, .eventRepeated, .callTooLate])
        case .storeRefuses: FaultMarks([.storeOutOfService])
        case .storeRestored: FaultMarks([.storeRestored], store: [.restored])
        case _: FaultMarks([])
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
