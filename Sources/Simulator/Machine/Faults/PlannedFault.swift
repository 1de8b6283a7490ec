/// One fault of a plan: what, and on the how-manieth occasion of its kind.
package struct PlannedFault: Hashable, Sendable, Codable {
    package let kind: MachineFaultKind
    /// The number of the occasion, from 1, counted since the machine was made.
    package let ordinal: Int
    /// Which sensor sticks; only for the two sensor faults.
    package let sensor: Sensor?

    /// - Precondition: a sensor is named for a sensor fault, and for no other; the ordinal is at
    ///   least 1.
    package init(_ kind: MachineFaultKind, ordinal: Int = 1, sensor: Sensor? = nil) {
        let needsSensor = kind == .sensorStuckOn || kind == .sensorStuckOff
        precondition(needsSensor == (sensor != nil), "a sensor is named for a sensor fault only")
        precondition(ordinal >= 1, "occasions count from 1")
        self.kind = kind
        self.ordinal = ordinal
        self.sensor = sensor
    }
}

/// The faults still to come, how often each occasion has been, and what has struck.
package struct FaultPlan: Hashable, Sendable, Codable {
    package private(set) var pending: [PlannedFault]
    /// Faults that struck, in order: a sweep proves by this list that each kind was hit.
    package private(set) var struck: [PlannedFault] = []
    package private(set) var occasions: [Occasion: Int] = [:]

    package init(_ faults: [PlannedFault] = []) {
        pending = faults
    }

    /// Adds a fault for the next occasion of its kind.
    package mutating func arm(_ kind: MachineFaultKind, sensor: Sensor? = nil) {
        let next = occasions[kind.occasion, default: 0] + 1
        pending.append(PlannedFault(kind, ordinal: next, sensor: sensor))
    }

    /// Nothing that is pending strikes.
    mutating func forget() { pending = [] }

    /// Adds a fault for an occasion that is still to come.
    mutating func add(_ fault: PlannedFault) { pending.append(fault) }

    /// Hands out what has struck since the last call.
    mutating func takeStruck() -> [PlannedFault] {
        defer { struck = [] }
        return struck
    }

    /// Counts one occasion and hands out the faults that strike on it.
    mutating func strike(_ occasion: Occasion) -> [PlannedFault] {
        let ordinal = occasions[occasion, default: 0] + 1
        occasions[occasion] = ordinal
        let due = pending.filter { $0.kind.occasion == occasion && $0.ordinal == ordinal }
        guard !due.isEmpty else { return [] }
        pending.removeAll { $0.kind.occasion == occasion && $0.ordinal == ordinal }
        struck += due
        return due
    }
}
