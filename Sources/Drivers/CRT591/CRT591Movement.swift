internal import DeviceProtocols
internal import KioskPorts

/// The motions of a CRT-591 unit, and what is believed about them, are those of every dispenser.
typealias CRT591Movement = DispenserMovement
typealias CRT591Witnesses = MotionWitnesses

extension DispenserMovement {
    /// What a unit that refuses the motion has met; nil for what is no trouble of the machine.
    func trouble(of refusal: CRT591Refusal) -> Trouble? {
        switch CRT591Failure(refusal).kind {
        case .jam: self == .feed && refusal.code == .cannotReachReader ? .feedEmpty : jam
        case .hopperEmpty: .feedEmpty
        case .binFull: .binFull
        case .movedByHand: .cardPulled
        case .sensor: .sensorsDisagree
        case .notReset: .dispenserNotReset
        case .disconnected, .timedOut, .garbled, .notCommissioned, .motor, .wrongStock, .refused:
            nil
        }
    }
}
