internal import DeviceProtocols
internal import KioskCore
internal import KioskPorts

/// The full state in the kiosk's words. What is not certain is unknown.
extension TTCEProfile {
    func observation(_ status: TTCEStatus) -> DispenserObservation {
        DispenserObservation(
            path: position(status), hopper: hopper(status), bin: bin(status), binCount: nil,
            raw: status.raw)
    }

    /// Sensors 1 and 2 are the read position, 1 alone is the mouth. A staged card is in the hopper still.
    func position(_ status: TTCEStatus) -> CardPosition {
        guard let flags = status.flags,
            flags.isDisjoint(with: [.dispensing, .collecting, .jam, .overlap])
        else { return .unknown }
        // Without staging nothing belongs there.
        if flags.contains(.thirdSensor), !prestages { return .unknown }
        return switch (flags.contains(.firstSensor), flags.contains(.secondSensor)) {
        case (false, false): .clear
        case (true, true): .atReadPosition
        case (true, false): .atExit
        case (false, true): .unknown
        }
    }

    func hopper(_ status: TTCEStatus) -> HopperLevel {
        guard let flags = status.flags, !failedToPrepare(flags) else { return .unknown }
        if flags.contains(.empty) {
            return prestages && flags.contains(.thirdSensor) ? .low : .empty
        }
        return flags.contains(.few) ? .low : .enough
    }

    func bin(_ status: TTCEStatus) -> BinLevel {
        guard let flags = status.flags else { return .unknown }
        return flags.contains(.binFull) ? .full : .room
    }

    /// Whether a motor may turn. Only K720 means its staging by bit 1000.
    func isBusy(_ flags: TTCEFlags) -> Bool {
        isMoving(flags) || prestages && flags.contains(.preparing)
    }

    /// Whether a motion that was asked for is under way.
    func isMoving(_ flags: TTCEFlags) -> Bool {
        !flags.isDisjoint(with: [.dispensing, .collecting])
    }

    /// What went wrong with a motion. A next card that could not be staged is no fault of the present one.
    func errors(_ flags: TTCEFlags) -> TTCEFlags {
        flags.intersection([.notExecuted, .dispenseError, .recycleError, .overlap, .jam])
    }

    private func failedToPrepare(_ flags: TTCEFlags) -> Bool {
        prestages && flags.contains(.preparingFailed)
    }
}
