package import CampusCard

/// Where sealed loss reports wait for the store: outside the journal, and gone for good once they
/// are taken away. What was put here survives a power cut.
///
/// Calls are synchronous and short; one caller at a time.
package protocol ReportShelf: Sendable {
    /// The key under which the store wants reports sealed, as it was last told.
    func sealingKey() -> SealingKey?
    func remember(_ key: SealingKey)

    /// Whether another report fits.
    func hasRoom() -> Bool
    /// False when the report could not be made durable, or there is no room.
    func put(_ report: SealedLossReport) -> Bool
    /// Every report that waits, oldest first.
    func waiting() -> [SealedLossReport]
    /// Takes the report of a case away. Its bytes leave the disk.
    func remove(_ caseID: CaseID)
}

/// What holds for every shelf.
package enum ReportShelfLimits {
    /// The most reports that wait at one time: a night's worth of lost cards on a whole campus.
    package static let reports = 200
}
