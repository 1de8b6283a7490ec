import CampusCard
import KioskCore
import KioskPorts

/// A real card, whatever anybody believes of it.
struct PhysicalCard {
    /// Its own number: clones share a UID and not this.
    let serial: Int
    let uid: CardUID
    let kind: Kind
    /// An identity was written to it.
    var isWritten = false

    enum Kind {
        case blank
        /// Not of our kind.
        case foreign
        /// Written before, or with the UID of a card that was.
        case used, cloned
    }
}

/// A dispenser with its cards: where each really is, and what the sensors make of it.
struct AbstractMachine {
    /// The last one is fed next.
    var hopper: [PhysicalCard] = []
    var atRead: [PhysicalCard] = []
    var atExit: [PhysicalCard] = []
    var jammed: [PhysicalCard] = []
    var bin: [PhysicalCard] = []
    var binCounter = 0
    /// The motion that runs, and the intent that it belongs to (K9).
    var running: MovementID?
    private var begun: Int64 = 0

    // What is wrong with it, until when.
    var goneUntil: Int64 = 0
    var doorOpenUntil: Int64 = 0
    /// Nothing has met the open door yet.
    var isDoorNews = false
    var pathSensorStuckUntil: Int64 = 0
    private var readerBlindUntil: Int64 = 0
    private var exitBlindUntil: Int64 = 0

    static let binCapacity = 60
    static let hopperCapacity = 120
    static let lowMark = 10

    /// What the unit says of itself; nil when it is gone.
    func observation(at now: Int64) -> DispenserObservation? {
        guard now >= goneUntil else { return nil }
        return DispenserObservation(
            path: path(at: now),
            hopper: hopper.isEmpty ? .empty : hopper.count < Self.lowMark ? .low : .enough,
            bin: bin.count >= Self.binCapacity ? .full : .room, binCount: binCounter, raw: [])
    }

    private func path(at now: Int64) -> CardPosition {
        if now < pathSensorStuckUntil || !jammed.isEmpty { return .unknown }
        let isAtRead = !atRead.isEmpty && !isBlind(.readPosition, at: now)
        let isAtExit = !atExit.isEmpty && !isBlind(.exit, at: now)
        switch (isAtRead, isAtExit) {
        case (false, false): return .clear
        case (true, false): return .atReadPosition
        case (false, true): return .atExit
        case (true, true): return .unknown
        }
    }

    /// Where a sensor can go blind.
    enum SensorPlace {
        case readPosition, exit
    }

    func isBlind(_ place: SensorPlace, at now: Int64) -> Bool {
        switch place {
        case .readPosition: now < readerBlindUntil
        case .exit: now < exitBlindUntil
        }
    }

    /// From now on the sensor sees nothing, whatever lies before it.
    mutating func blind(_ place: SensorPlace, until instant: Int64) {
        switch place {
        case .readPosition: readerBlindUntil = instant
        case .exit: exitBlindUntil = instant
        }
    }

    mutating func mendSensors(at now: Int64) {
        pathSensorStuckUntil = min(pathSensorStuckUntil, now)
        readerBlindUntil = min(readerBlindUntil, now)
        exitBlindUntil = min(exitBlindUntil, now)
    }

    /// The motors start.
    /// - Returns: false when this intent had its motion before, or another runs.
    mutating func begin(_ movement: MovementID) -> Bool {
        guard running == nil, movement.value > begun else { return false }
        running = movement
        begun = movement.value
        return true
    }

    /// The motors have done this.
    mutating func end(_ kind: MovementKind, _ effect: MotionEffect) {
        running = nil
        switch effect {
        case .nothing, .handTakes: break
        case .completes, .completesUncounted:
            complete(kind, counts: effect == .completes)
        case .jams:
            switch kind {
            case .feed: jammed += take(1)
            case .present, .retain:
                jammed += atRead + atExit
                atRead = []
                atExit = []
            }
        case .feedsTwo: atRead += take(2)
        }
    }

    private mutating func complete(_ kind: MovementKind, counts: Bool) {
        switch kind {
        case .feed: atRead += take(1)
        case .present:
            atExit += atRead
            atRead = []
        case .retain:
            let cards = atRead + atExit + jammed
            bin += cards
            (atRead, atExit, jammed) = ([], [], [])
            if counts, !cards.isEmpty { binCounter = ExitEvidence.count(after: binCounter) }
        }
    }

    /// The unit's own timer draws the card at the exit back.
    mutating func retractByItself() {
        bin += atExit
        if !atExit.isEmpty { binCounter = ExitEvidence.count(after: binCounter) }
        atExit = []
    }

    private mutating func take(_ count: Int) -> [PhysicalCard] {
        (0..<min(count, hopper.count)).map { _ in hopper.removeLast() }
    }

    /// A technician lays whatever is in the path into the bin.
    mutating func clearPath() {
        bin += atRead + atExit + jammed
        (atRead, atExit, jammed) = ([], [], [])
    }

    /// Everything that is in the machine and not in the hopper.
    var cardsInside: [PhysicalCard] { atRead + atExit + jammed + bin }
}

/// What a motion really does.
enum MotionEffect {
    case nothing, completes
    /// The card is in the bin and the counter stands still.
    case completesUncounted
    case jams, feedsTwo
    /// A hand was faster.
    case handTakes
}
