internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

/// What the states of a unit say about a motion while it runs. No I/O.
struct TTCEWatch {
    private let movement: DispenserMovement
    private let profile: TTCEProfile
    /// Errors that were there before the motion, of an earlier one.
    private let oldErrors: TTCEFlags
    /// The motion was seen under way.
    private(set) var sawMotion = false
    /// No look went unanswered: a unit that lost its power meanwhile would have been missed.
    private(set) var isUnbroken = true
    /// The last state in which the card stood alone at the mouth.
    private(set) var atMouth: TTCEStatus?

    init(_ movement: DispenserMovement, _ profile: TTCEProfile, before: TTCEStatus) {
        self.movement = movement
        self.profile = profile
        oldErrors = before.flags.map(profile.errors) ?? []
    }

    /// A look without an answer.
    mutating func missed() { isUnbroken = false }

    /// Takes in a state.
    /// - Parameter mayStillBegin: the unit has time left to show its first sign.
    /// - Returns: whether the motion has ended, or never began.
    mutating func hasEnded(_ status: TTCEStatus, mayStillBegin: Bool) -> Bool {
        guard let flags = status.flags else {
            missed()
            return false
        }
        if !flags.isDisjoint(with: sign) { sawMotion = true }
        if flags.intersection([.firstSensor, .secondSensor]) == .firstSensor { atMouth = status }
        if profile.isMoving(flags) { return false }
        let isRefused = !profile.errors(flags).subtracting(oldErrors).isEmpty
        return sawMotion || isRefused || !mayStillBegin
    }

    /// The bit that is this motion's own.
    private var sign: TTCEFlags { movement == .retain ? .collecting : .dispensing }

    /// What the unit says about a motion that ended so. One that ran, and whose card is not where it belongs, leaves its
    /// sensors in doubt: bits 0200 and 0100 do not tell a card that slipped from a sensor that sticks.
    func word(_ status: TTCEStatus) -> MotionWitnesses.Word {
        guard let flags = status.flags else { return .nothing }
        let errors = profile.errors(flags)
        if !errors.isDisjoint(with: [.jam, .overlap]) { return .cardStuck }
        if sawMotion || !errors.subtracting(.notExecuted).isEmpty { return .sensorsLie }
        guard isUnbroken else { return .nothing }
        let isProof = errors.isEmpty ? profile.showsMotion : profile.refusalProvesStandstill
        return isProof ? .nothingMoved : .nothing
    }

    /// What such an end is to the kiosk.
    func kind(_ status: TTCEStatus) -> DispenserFaultKind {
        guard let flags = status.flags else { return .garbled }
        let errors = profile.errors(flags)
        if movement == .feed, profile.hopper(status) == .empty, !errors.isEmpty {
            return .hopperEmpty
        }
        if movement == .retain, flags.contains(.binFull), !errors.isEmpty { return .binFull }
        if !errors.subtracting(.notExecuted).isEmpty { return .jam }
        if errors.contains(.notExecuted) { return .refused }
        return sawMotion ? .garbled : .timedOut
    }
}

extension DispenserMovement {
    /// What a motion that ended with such a state has met; nil for what is no trouble of the machine.
    func trouble(_ kind: DispenserFaultKind, _ flags: TTCEFlags) -> Trouble? {
        switch kind {
        case .hopperEmpty: .feedEmpty
        case .binFull: .binFull
        // An error without a card in the way: the rollers turned and no card came.
        case .jam: self == .feed && flags.isDisjoint(with: [.jam, .overlap]) ? .feedEmpty : jam
        case .garbled: .sensorsDisagree
        case .timedOut: .lineUnanswered
        case .disconnected, .notCommissioned, .sensor, .motor, .movedByHand, .wrongStock,
            .notReset, .refused:
            nil
        }
    }
}
