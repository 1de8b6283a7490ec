import CampusCard
import KioskCore
import KioskPorts

/// The store is asked every few seconds whether it is there and has this kiosk in service.
extension KioskController {
    func keepHeartbeat() async {
        var attempt = 0
        while failure == nil, !Task.isCancelled {
            attempt += 1
            await beat(attempt: attempt)
            guard (try? await equipment.clock.sleep(for: SupervisionPauses.heartbeat)) != nil else {
                return
            }
        }
    }

    private func beat(attempt: Int) async {
        let cursor: StoreCursor
        do {
            cursor = try equipment.journal.storeCursor()
        } catch {
            return fail(error)
        }
        let call = RegisterCall(
            bootID: settings.bootID, epoch: equipment.journal.epoch, software: settings.software,
            storeEpoch: cursor.storeEpoch, nextWanted: cursor.nextWanted,
            nextEvent: cursor.nextEvent)
        let outcome = await equipment.store.call(
            call, caseID: nil, attempt: attempt, deadline: SupervisionPauses.heartbeatDeadline)
        switch outcome {
        case .done(let answer):
            note(inService: answer.inService)
            standing.storeReplaying = answer.replaying
            heard(answer.storeEpoch, next: answer.nextEvent, known: cursor.storeEpoch)
            standing.storeOffsetMilliseconds =
                answer.storeTimeMilliseconds - equipment.clock.wallMilliseconds()
            learnSealingKey(answer.sealingKey)
            noteStore(answered: true)
            await deliverReports()
        case .refused(let refused):
            note(inService: false)
            equipment.log("the store refuses this kiosk: \(refused.reason.rawValue)")
            noteStore(answered: true)
        case .unknown:
            noteStore(answered: false)
        }
    }

    /// A store that lives anew was restored from a backup: what it has not seen in this life is sent again.
    private func heard(_ epoch: StoreEpoch, next: EventSequence, known: StoreEpoch?) {
        guard epoch != known, failure == nil else { return }
        do {
            try equipment.journal.beginStoreLife(epoch, next: next, at: stamp())
        } catch {
            return fail(error)
        }
        standing.storeLives += 1
        if known != nil {
            equipment.troubles.count(.storeRestored)
            equipment.log("the store lives anew, it wants event \(next) next")
        }
        outboxNeeded.yield()
    }

    private func note(inService: Bool) {
        if standing.inService, !inService { equipment.troubles.count(.storeOutOfService) }
        standing.inService = inService
    }

    /// Any answer of the store proves that it is there.
    func noteStore(answered: Bool) {
        if answered { standing.storeAnsweredAt = equipment.clock.monotonic() }
        reviewReadiness()
    }
}
