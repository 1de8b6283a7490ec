import CampusCard
import KioskPorts

/// Facts go to the store at once and again until they are acknowledged, in order and without gaps (K12).
extension KioskController {
    func keepOutbox() async {
        async let ticks: Void = tickOutbox()
        for await _ in outboxSignal {
            await pushOutbox()
        }
        await ticks
    }

    private func tickOutbox() async {
        while failure == nil, !Task.isCancelled {
            guard (try? await equipment.clock.sleep(for: SupervisionPauses.outbox)) != nil else {
                return
            }
            outboxNeeded.yield()
        }
    }

    /// Pushes until nothing is left or the store does not answer.
    private func pushOutbox() async {
        while failure == nil, !Task.isCancelled {
            do {
                let events = try equipment.journal.outbox(limit: PushEventsCall.eventLimit)
                guard !events.isEmpty, let next = await push(events) else { return }
                try equipment.journal.acknowledge(next: next, at: stamp())
                guard next > events[0].sequence else { return }
            } catch {
                fail(error)
            }
        }
    }

    /// The next event that the store wants, or nil when it did not answer.
    private func push(_ events: [KioskEvent]) async -> EventSequence? {
        let call = PushEventsCall(epoch: equipment.journal.epoch, events: events)
        let outcome = await equipment.store.call(
            call, caseID: nil, attempt: Int(events[0].sequence.value),
            deadline: SupervisionPauses.outboxDeadline)
        switch outcome {
        case .done(let answer):
            noteStore(answered: true)
            for sequence in answer.quarantined {
                equipment.log("the store quarantined event \(sequence)")
            }
            return answer.nextEvent
        case .refused(let refused):
            equipment.log("the store refused events: \(refused.reason.rawValue)")
            return nil
        case .unknown:
            return nil
        }
    }
}
