import KioskCore
import KioskPorts

/// What the controller knows of the machine between events: the last word of each device and of the store.
struct MachineStanding {
    var identity: DispenserIdentity?
    var dispenser = DispenserStanding.gone
    var observation: DispenserObservation?
    var readerPresent = false
    var counterPresent = false
    var printerReady = true
    var recovered = false
    /// Monotonic time of the store's last answer.
    var storeAnsweredAt: Duration?
    var inService = false
    /// Lives of the store that began since this boot.
    var storeLives = 0
    /// The store has not heard all kiosks since it was restored.
    var storeReplaying = false
    /// Store time minus wall time at the last answer, in milliseconds.
    var storeOffsetMilliseconds: Int64?

    mutating func saw(_ seen: DispenserObservation) {
        observation = seen
        dispenser = identity?.profile == nil ? .notCommissioned : .ready
    }

    mutating func failed(_ fault: DispenserFault) {
        switch fault.kind {
        case .disconnected, .timedOut: dispenser = .gone
        case .notCommissioned: dispenser = .notCommissioned
        case .garbled, .jam, .sensor, .motor, .wrongStock, .refused, .movedByHand, .notReset:
            dispenser = .faulty
        case .hopperEmpty, .binFull: break
        }
        observation = nil
    }
}
