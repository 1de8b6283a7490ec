/// A trouble that a kiosk can deal with, by what it sees of it.
///
/// Troubles that look alike have one name: a request that was lost and an answer that was lost are both silence. The
/// codes are stable, and technicians read a sentence for each in both languages.
package enum Trouble: String, Hashable, Sendable, Codable, CaseIterable {
    // The dispenser's line.
    /// A packet without an acknowledgement, or without an answer, in time.
    case lineUnanswered = "line.unanswered"
    /// The unit said that a packet arrived damaged.
    case lineRefused = "line.refused"
    /// An answer without the acknowledgement before it.
    case lineUnacknowledged = "line.unacknowledged"
    /// An answer that was damaged or broke off: it was asked for again, or given up.
    case lineDamaged = "line.damaged"
    /// Bytes or packets that answer nothing: late, doubled, or noise. Thrown away.
    case lineStray = "line.stray"

    // The USB, and who is on it.
    /// An endpoint had halted; the halt was ended.
    case usbHalted = "usb.halted"
    /// A transfer to the serial bridge failed in another way.
    case usbFailed = "usb.failed"
    /// A device left the bus while it was used.
    case usbGone = "usb.gone"
    /// Devices of the kind are there, and none is the one that is meant.
    case deviceOther = "device.other"

    // Card readers.
    case readerUnanswered = "reader.unanswered"
    /// Messages of other commands, or left over from before. Thrown away.
    case readerStray = "reader.stray"
    /// Messages that are none, or fit nothing that was asked.
    case readerGarbled = "reader.garbled"
    /// The reader was busy, or asked for more time, and was waited for.
    case readerBusy = "reader.busy"
    /// The reader refused a command.
    case readerRefused = "reader.refused"
    /// The dialogue was out of step and was put in step again.
    case readerRecovered = "reader.recovered"

    // The dispenser as a machine.
    /// It was connected anew after it was gone or faulty.
    case dispenserReconnected = "dispenser.reconnected"
    /// The unit had forgotten its initialisation.
    case dispenserNotReset = "dispenser.notReset"
    /// What the unit says, its sensors, and what a motion must have done do not fit together.
    case sensorsDisagree = "dispenser.sensorsDisagree"
    /// Two looks at a unit that stands still differed; it was looked at until they agreed.
    case looksDiffer = "dispenser.looksDiffer"
    /// No motion was begun: the card is not where it would have to start.
    case cardElsewhere = "dispenser.cardElsewhere"
    /// Nobody knows what became of a motion.
    case motionUnknown = "dispenser.motionUnknown"
    case feedJammed = "feed.jammed"
    /// The unit fed, and no card came; or its hopper was empty.
    case feedEmpty = "feed.empty"
    case presentationJammed = "presentation.jammed"
    case retentionJammed = "retention.jammed"
    /// A hand pulled a card while it moved.
    case cardPulled = "card.pulled"
    /// A card that was to be retained was gone.
    case cardGone = "card.gone"

    // The exit.
    /// One look found the exit clear, and the next saw the card again.
    case exitBounced = "exit.bounced"
    /// A card that waited at the exit was drawn or pushed back in.
    case cardDrawnIn = "exit.cardDrawnIn"
    /// The unit's own timer took a card to the bin, by the proof of its counter.
    case cardRetracted = "exit.cardRetracted"
    /// A card left the exit, and nothing proves how.
    case removalUnclear = "exit.removalUnclear"

    // The bin.
    case binFull = "bin.full"
    /// The counter went from its end to its beginning.
    case binCounterWrapped = "bin.counterWrapped"
    /// The counter did not count what was retained.
    case binCounterDisagrees = "bin.counterDisagrees"

    // Cards.
    /// A card left the field, fell silent, or its reader failed under it.
    case cardLost = "card.lost"
    /// A job on a card that was interrupted came to its end.
    case cardResumed = "card.resumed"
    /// A card answered with an error, or with what no card would answer.
    case cardRefused = "card.refused"
    /// A card does not hold what was written.
    case cardReadBackDiffers = "card.readBackDiffers"
    /// A blank that is no card of ours, or is dead.
    case blankForeign = "blank.foreign"
    /// A blank that was personalised before.
    case blankUsed = "blank.used"
    /// A blank that bears the UID of another card.
    case blankWithheld = "blank.withheld"

    // Paper.
    /// The printer wants a person.
    case printerNotReady = "printer.notReady"
    case printerOffline = "printer.offline"
    /// A job that was sent and not reported as printed.
    case printUnanswered = "printer.unanswered"
    /// A receipt that could not be made, or that the printer refused or gave up.
    case printRefused = "printer.refused"

    // The journal.
    /// The disk was full: a case under way was given the reserve, and no other begins.
    case journalDiskFull = "journal.diskFull"
    /// The journal could not be written or read; the controller ended.
    case journalFailed = "journal.failed"
    /// The journal's last rows are missing.
    case journalTorn = "journal.torn"
    /// The journal is not as it was written.
    case journalAltered = "journal.altered"

    // Starts and time.
    /// A start found a movement without an end.
    case movementInterrupted = "start.movementInterrupted"
    /// A start found a case without an end.
    case caseInterrupted = "start.caseInterrupted"
    /// The clock cannot be right.
    case clockDoubted = "clock.doubted"

    // The store.
    /// A request without an answer; it was sent again, or given up.
    case storeUnanswered = "store.unanswered"
    /// An answer that cannot be read, or is not the store's.
    case storeGarbled = "store.garbled"
    /// An answer that let a person wait.
    case storeSlow = "store.slow"
    /// The store was silent for so long that no case could begin.
    case storeSilent = "store.silent"
    /// The store has this kiosk out of service.
    case storeOutOfService = "store.outOfService"
    /// The store was restored from a backup; what it lacks was sent again.
    case storeRestored = "store.restored"
    /// The case was taken over by another one of the same student, or its time had ended.
    case leaseLost = "store.leaseLost"

    // People.
    /// A student left a page without a word.
    case studentLeft = "student.left"
    /// A student found the old card while the new one was being made.
    case oldCardFound = "student.oldCardFound"
    /// A technician wanted to count while a case ran.
    case countRefused = "staff.countRefused"
}
