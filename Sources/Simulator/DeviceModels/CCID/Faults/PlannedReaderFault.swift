package import DeviceProtocols

/// One fault of a reader's plan: what, when, and on the how-manieth occasion.
package struct PlannedReaderFault: Hashable, Sendable {
    package let kind: ReaderFaultKind
    package let occasion: ReaderOccasion
    /// The number of the occasion, from 1, counted since the reader was made.
    package let ordinal: Int
    /// What the command fails with; only for `fails`.
    package let error: CCIDError?

    /// - Precondition: an error is named for `fails`, and for no other; the ordinal is at least 1.
    package init(
        _ kind: ReaderFaultKind, at occasion: ReaderOccasion = .exchange, ordinal: Int = 1,
        error: CCIDError? = nil
    ) {
        precondition((kind == .fails) == (error != nil), "an error is named for a failure only")
        precondition(ordinal >= 1, "occasions count from 1")
        self.kind = kind
        self.occasion = occasion
        self.ordinal = ordinal
        self.error = error
    }
}

/// The faults still to come, how often each occasion has been, and what has struck.
package struct ReaderFaultPlan: Hashable, Sendable {
    package private(set) var pending: [PlannedReaderFault]
    /// Faults that struck, in order: a test proves by this list that each was hit.
    package private(set) var struck: [PlannedReaderFault] = []
    package private(set) var occasions: [ReaderOccasion: Int] = [:]

    /// - Precondition: at most one fault for one occasion.
    package init(_ faults: [PlannedReaderFault] = []) {
        let moments = faults.map { "\($0.occasion) \($0.ordinal)" }
        precondition(Set(moments).count == moments.count, "one fault strikes at one moment")
        pending = faults
    }

    /// Adds a fault for an exchange that is still to come, unless another waits for that one.
    mutating func arm(_ kind: ReaderFaultKind, skipping: Int) {
        let ordinal = occasions[.exchange, default: 0] + 1 + skipping
        guard !pending.contains(where: { $0.occasion == .exchange && $0.ordinal == ordinal }) else {
            return
        }
        pending.append(PlannedReaderFault(kind, ordinal: ordinal))
    }

    /// Hands out what has struck since the last call.
    mutating func takeStruck() -> [PlannedReaderFault] {
        defer { struck = [] }
        return struck
    }

    /// Nothing that is pending strikes.
    mutating func forget() { pending = [] }

    /// Counts one occasion and hands out the fault that strikes on it.
    mutating func strike(_ occasion: ReaderOccasion) -> PlannedReaderFault? {
        let ordinal = occasions[occasion, default: 0] + 1
        occasions[occasion] = ordinal
        guard
            let index = pending.firstIndex(where: {
                $0.occasion == occasion && $0.ordinal == ordinal
            })
        else { return nil }
        let fault = pending.remove(at: index)
        struck.append(fault)
        return fault
    }
}
