/// What a loss of power in the middle of a write to a chip's memory leaves behind.
package enum TornWrite: String, Hashable, Sendable, CaseIterable {
    /// What was there before.
    case undone
    /// What was to be written; only the answer is missing.
    case done
    /// An application whose directory entry or file table was being written is damaged, and says
    /// so (A1) when it is selected. The maker promises that keys, settings and commits are written
    /// whole: those are undone.
    case damaged
}

extension ChipMemory {
    /// The memory that `damaged` leaves of a write that would have led from `before` to this one;
    /// nil when the write touches no structure.
    package func damaged(since before: ChipMemory) -> ChipMemory? {
        var half = before
        for application in applications
        where !before.applications.contains(where: { $0.identifier == application.identifier }) {
            half.applications.append(application)
        }
        for index in half.applications.indices {
            let identifier = half.applications[index].identifier
            let was = before.applications.first { $0.identifier == identifier }
            let becomes = applications.first { $0.identifier == identifier }
            if was?.files.count != becomes?.files.count {
                half.applications[index].isDamaged = true
            }
        }
        return half == before ? nil : half
    }
}
