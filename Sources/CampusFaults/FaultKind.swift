/// Every fault that a simulated campus can meet, by name. What each does is written where a world draws it; that it was
/// met, and dealt with, is counted (`FaultCounts`).
package enum FaultKind: Int, Hashable, Sendable, CaseIterable {
    // The USB line to a device.
    /// No answer, and the device has done nothing.
    case usbTimeoutBeforeAct
    /// No answer, though the device has done what it was told.
    case usbTimeoutAfterAct
    case usbLateReply, usbDuplicateReply, usbShortReply, usbStall
    case usbDisconnect, usbOtherSerial, usbResetByOther
    case usbWrongChecksum, usbGarbage, usbLostAcknowledgement, usbBusyLong

    // The sensors of the path.
    case sensorStuckOn, sensorStuckOff, sensorBounce

    // The mechanics.
    case jamFeeding, jamPresenting, jamRetaining
    case doubleFeed, emptyFeed
    /// Somebody pushes the card back in.
    case cardPushedBackIn
    /// A hand takes the card in the instant in which it is captured.
    case cardTakenAtCapture
    /// The unit draws the card back by its own timer.
    case unitRetraction
    case twoCardsAtExit, binFullAtCapture, binCounterWraps, binCounterStuck

    // The card in the field.
    case cardLostBeforeAPDU, cardLostAfterAPDU, verifyMismatch
    case foreignBlank, usedBlank, clonedBlank, cardMemoryError, cardIntegrityError

    // Paper.
    case printerOut, printerOffline, printJobLost, printedTwice

    // The kiosk's disk.
    case diskFull, syncError, databaseLocked, journalTornTail, bitFlipped

    // Time and power.
    case clockJumpsForward, clockJumpsBack, powerCut

    // The store and the way to it.
    case requestLost, answerLost, storeSlow, storeDownForDays, storeAnswersTwice
    case messagesReordered, storeRefuses, storeRestored

    // People.
    case doorOpened, technicianEnters, secondKiosk, lossReportedElsewhere, heldCaseReleased
    case oldCardFound, studentWalksAway
    /// The desk gives a lost card back (解挂), or tries to while a replacement of it is under way.
    case lostCardReleased

    /// The name as it is written in `--faults`.
    package var name: String { "\(self)" }

    /// The kind of that name, or nil.
    package static func named(_ name: Substring) -> FaultKind? {
        allCases.first { $0.name == name }
    }
}

extension FaultKind: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let kind = FaultKind.named(Substring(text)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no fault")
        }
        self = kind
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
