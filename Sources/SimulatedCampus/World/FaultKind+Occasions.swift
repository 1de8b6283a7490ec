import CampusFaults
import Simulator

extension FaultKind {
    /// How often in one case the fault is drawn: roughly the occasions that a case gives it, few enough that a world
    /// is not spent on drawing.
    var occasionsInACase: Int {
        switch self {
        case .usbTimeoutBeforeAct, .usbTimeoutAfterAct, .usbLateReply, .usbDuplicateReply,
            .usbShortReply, .usbStall, .usbDisconnect, .usbOtherSerial, .usbResetByOther,
            .usbWrongChecksum, .usbGarbage, .usbLostAcknowledgement, .usbBusyLong:
            2
        case .sensorStuckOn, .sensorStuckOff, .sensorBounce, .cardLostBeforeAPDU,
            .cardLostAfterAPDU:
            4
        case .requestLost, .answerLost, .storeSlow, .storeAnswersTwice, .messagesReordered: 2
        case .diskFull, .syncError, .databaseLocked: 8
        case .clockJumpsForward, .clockJumpsBack, .powerCut: 3
        case .storeDownForDays, .storeRestored: 20
        // Each befalls a copy of a journal at the end of the world.
        case .journalTornTail, .bitFlipped: 4
        case .jamFeeding, .jamPresenting, .jamRetaining, .doubleFeed, .emptyFeed,
            .cardPushedBackIn, .cardTakenAtCapture, .unitRetraction, .binFullAtCapture,
            .binCounterWraps, .binCounterStuck, .foreignBlank, .usedBlank, .clonedBlank,
            .printerOut, .printerOffline, .printJobLost, .printedTwice, .storeRefuses,
            .technicianEnters, .lossReportedElsewhere, .heldCaseReleased, .cardMemoryError,
            .cardIntegrityError, .verifyMismatch, .doorOpened, .twoCardsAtExit, .lostCardReleased:
            1
        // Drawn where a student comes.
        case .secondKiosk, .oldCardFound, .studentWalksAway: 0
        }
    }

    /// The machine's own fault for this kind, with its ordinal counted from now; nil when it is done by hand.
    func planned(_ draws: inout Draws) -> PlannedFault? {
        switch self {
        case .sensorStuckOn:
            PlannedFault(
                .sensorStuckOn, ordinal: draws.int(1...3), sensor: draws.pick(Self.stickySensors))
        case .sensorStuckOff:
            PlannedFault(
                .sensorStuckOff, ordinal: draws.int(1...3), sensor: draws.pick(Self.stickySensors))
        case .jamFeeding: PlannedFault(draws.chance(50) ? .jamOnFeed : .jamToReadPosition)
        case .jamPresenting: PlannedFault(.jamToExit)
        case .jamRetaining: PlannedFault(.jamToBin)
        case .doubleFeed: PlannedFault(.doubleFeed)
        case .emptyFeed: PlannedFault(.emptyFeed)
        case .cardTakenAtCapture: PlannedFault(.grabbedOnRetract)
        case .binFullAtCapture: PlannedFault(.binFull, ordinal: draws.int(2...3))
        case .binCounterStuck: PlannedFault(.binCounterStill)
        case .cardLostBeforeAPDU:
            PlannedFault(.cardLeavesBeforeExchange, ordinal: draws.int(1...45))
        case .cardLostAfterAPDU: PlannedFault(.cardLeavesAfterExchange, ordinal: draws.int(1...45))
        case .foreignBlank: PlannedFault(draws.chance(50) ? .foreignBlank : .badBlank)
        case .usedBlank: PlannedFault(.usedBlank)
        case .verifyMismatch: PlannedFault(.weakMemory)
        case .powerCut: powerCut(&draws)
        case _: nil
        }
    }

    /// In mid-motion, in mid-exchange, or at any instant (nil).
    private func powerCut(_ draws: inout Draws) -> PlannedFault? {
        switch draws.int(1...3) {
        case 1: PlannedFault(.powerCutInMotion, ordinal: draws.int(1...3))
        case 2: PlannedFault(.powerCutAfterExchange, ordinal: draws.int(1...45))
        case _: nil
        }
    }

    private static let stickySensors: [Sensor] = [
        .throat, .path, .readPosition, .exitPath, .exit, .binMouth, .hopperOccupied, .binFull,
    ]

    /// The name here of a fault that struck in the machine.
    init?(_ struck: MachineFaultKind) {
        switch struck {
        case .jamOnFeed, .jamToReadPosition: self = .jamFeeding
        case .jamToExit: self = .jamPresenting
        case .jamToBin: self = .jamRetaining
        case .doubleFeed: self = .doubleFeed
        case .emptyFeed: self = .emptyFeed
        case .sensorStuckOn: self = .sensorStuckOn
        case .sensorStuckOff: self = .sensorStuckOff
        case .binFull: self = .binFullAtCapture
        case .binCounterStill: self = .binCounterStuck
        case .badBlank, .foreignBlank: self = .foreignBlank
        case .usedBlank: self = .usedBlank
        case .grabbedOnRetract: self = .cardTakenAtCapture
        case .cardLeavesBeforeExchange: self = .cardLostBeforeAPDU
        case .cardLeavesAfterExchange: self = .cardLostAfterAPDU
        case .powerCutInMotion, .powerCutAfterExchange: self = .powerCut
        case .weakMemory: self = .verifyMismatch
        case .readerUnplugged, .counterUnplugged, .dispenserUnplugged: self = .usbDisconnect
        }
    }

    /// The name here of what the network did.
    init(_ struck: SimulatedNetwork.Fault) {
        self =
            switch struck {
            case .swallowRequest: .requestLost
            case .swallowAnswer: .answerLost
            case .slow: .storeSlow
            case .late: .messagesReordered
            case .twice: .storeAnswersTwice
            case .spoilAnswer, .refuse: .storeRefuses
            }
    }
}
