/// The faults that a plan can bring about. Each says what it does and on which occasion it may
/// strike.
package enum MachineFaultKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A card drawn from the hopper stops in the throat, and the throat stays blocked. Occasion: a
    /// pick.
    case jamOnFeed
    /// A card on its way to the reader stops in the path, and the path stays blocked. Occasion: an
    /// arrival there.
    case jamToReadPosition
    /// A card on its way out stops before the shutter. Occasion: an arrival in the exit path,
    /// outward bound.
    case jamToExit
    /// A card on its way to the bin stops on the flap. Occasion: an arrival there.
    case jamToBin
    /// Two blanks stick together: the second one follows into the path. Occasion: a pick.
    case doubleFeed
    /// The rollers slip and nothing comes. Occasion: a pick.
    case emptyFeed
    /// A sensor says "card" whatever happens. Occasion: the start of a motion.
    case sensorStuckOn
    /// A sensor says "no card" whatever happens. Occasion: the start of a motion.
    case sensorStuckOff
    /// The bin's full mark lights and stays lit. Occasion: the start of a motion.
    case binFull
    /// A card drops into the bin and is not counted. Occasion: a drop.
    case binCounterStill
    /// The card just picked has a dead chip. Occasion: a pick.
    case badBlank
    /// The card just picked is of another family. Occasion: a pick.
    case foreignBlank
    /// The card just picked was personalised before. Occasion: a pick.
    case usedBlank
    /// A hand pulls the card while it is being taken back. Occasion: a card leaves the exit inward.
    case grabbedOnRetract
    /// The plug of the inner reader is pulled. Occasion: an exchange with the card there, before
    /// it.
    case readerUnplugged
    /// The plug of the reader that faces the student is pulled. Occasion: an exchange there, before
    /// it.
    case counterUnplugged
    /// The dispenser's plug is pulled while it moves; the motion goes on. Occasion: the first leg
    /// of a motion ends.
    case dispenserUnplugged
    /// The card drops out of the inner reader's field before the chip sees the command. Occasion:
    /// an exchange there.
    case cardLeavesBeforeExchange
    /// The card drops out after the chip acted and before its answer arrives. Occasion: an exchange
    /// there.
    case cardLeavesAfterExchange
    /// The chip commits a transaction, and one bit of what it keeps is wrong. Occasion: a commit inside that the chip
    /// has answered.
    case weakMemory
    /// All power fails while the motors run. Occasion: the first leg of a motion ends.
    case powerCutInMotion
    /// All power fails after the chip acted and before its answer arrives. Occasion: an exchange at
    /// the inner reader.
    case powerCutAfterExchange
}

/// The kinds of moments at which faults can strike; the machine counts each kind from 1.
package enum Occasion: String, Hashable, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
    case motionStart, firstLegEnd, pick, arrivalInPath, arrivalInExitPath, arrivalOnFlap, drop
    case departureFromExit, exchangeAtReader, exchangeAtCounter, commitAtReader
}

extension MachineFaultKind {
    /// When this kind can strike.
    package var occasion: Occasion {
        switch self {
        case .jamOnFeed, .doubleFeed, .emptyFeed, .badBlank, .foreignBlank, .usedBlank: .pick
        case .jamToReadPosition: .arrivalInPath
        case .jamToExit: .arrivalInExitPath
        case .jamToBin: .arrivalOnFlap
        case .sensorStuckOn, .sensorStuckOff, .binFull: .motionStart
        case .binCounterStill: .drop
        case .grabbedOnRetract: .departureFromExit
        case .readerUnplugged, .cardLeavesBeforeExchange, .cardLeavesAfterExchange:
            .exchangeAtReader
        case .powerCutAfterExchange: .exchangeAtReader
        case .counterUnplugged: .exchangeAtCounter
        case .weakMemory: .commitAtReader
        case .dispenserUnplugged, .powerCutInMotion: .firstLegEnd
        }
    }
}
