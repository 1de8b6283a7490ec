import KioskCore
import KioskPorts

/// Brings together what is known of the machine, and tells core and screen what it means.
extension KioskController {
    func reviewReadiness() {
        guard failure == nil else { return }
        let known = facts()
        let found = PreFlight.reasons(known)
        // While a case holds the devices, its own card and counts are no reason for anything.
        guard !state.phase.holdsDevices else { return }
        let shown = reasons.map(\.reason)
        let raised = found.filter { !shown.contains($0) }
        let cleared = shown.filter { !found.contains($0) }
        let readiness = PreFlight.readiness(found, canKeepReports: known.canKeepReports)
        guard !raised.isEmpty || !cleared.isEmpty || readiness != state.readiness else { return }
        let rows =
            raised.map(JournalEntry.reasonRaised) + cleared.map(JournalEntry.reasonCleared)
        guard record(rows) else { return }
        for reason in raised { count(reason) }
        let now = equipment.clock.wallMilliseconds()
        reasons =
            reasons.filter { found.contains($0.reason) }
            + raised.map { StandingReason(reason: $0, sinceMilliseconds: now) }
        if readiness == state.readiness {
            announce()
        } else {
            deliver(.readinessChanged(readiness))
            announce()
        }
    }

    /// Reasons that are no fault of this machine's parts: those are counted where they show.
    private func count(_ reason: OutOfServiceReason) {
        switch reason {
        case .binFull: equipment.troubles.count(.binFull)
        case .clockUntrusted: equipment.troubles.count(.clockDoubted)
        case .journalFull: equipment.troubles.count(.journalDiskFull)
        // Before its first answer a store is not silent.
        case .storeUnreachable where standing.storeAnsweredAt != nil:
            equipment.troubles.count(.storeSilent)
        case .starting, .hopperEmpty, .hopperUnknown, .pathNotClear, .dispenserGone,
            .dispenserFault, .dispenserNotCommissioned, .readerGone, .storeUnreachable,
            .storeReplaying, .outOfServiceByOperator, .printerOut:
            break
        }
    }

    private func facts() -> MachineFacts {
        let seen = standing.observation
        let stock = try? equipment.journal.stock()
        return MachineFacts(
            recovered: standing.recovered, dispenser: standing.dispenser,
            hopper: seen?.hopper ?? .unknown, bin: seen?.bin ?? .unknown,
            path: seen?.path ?? .unknown, readerPresent: standing.readerPresent,
            bookedBlanks: stock.flatMap { $0.hopperKnown ? $0.remaining : nil },
            bookedBinRoom: settings.binCapacity - (stock?.inBin ?? settings.binCapacity),
            journalHasRoom: equipment.journal.hasRoom(), clockSane: clockIsSane(),
            storeAnswered: storeAnsweredLately(), storeReplaying: standing.storeReplaying,
            inService: standing.inService,
            printerReady: standing.printerReady, canKeepReports: canKeepReports())
    }

    private func storeAnsweredLately() -> Bool {
        guard let at = standing.storeAnsweredAt else { return false }
        return equipment.clock.monotonic() - at <= PreFlight.storeAnswerAgeLimit
    }

    /// Design §6: not before the build, not before the last row − 5 s, within 60 s of the store's time.
    private func clockIsSane() -> Bool {
        let now = equipment.clock.wallMilliseconds()
        guard now >= settings.builtAtMilliseconds else { return false }
        if let last = try? equipment.journal.lastWallMilliseconds(), now < last - 5_000 {
            return false
        }
        guard let offset = standing.storeOffsetMilliseconds else { return true }
        return abs(offset) <= 60_000
    }
}
