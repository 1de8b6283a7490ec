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
                let life = standing.storeLives
                let events = try equipment.journal.outbox(limit: PushEventsCall.eventLimit)
                guard !events.isEmpty, let next = await push(events) else { return }
                // A life that ended meanwhile took them: the one that began may not have them.
                guard life == standing.storeLives else { continue }
                guard let next = believable(next, events) else { return }
                try equipment.journal.acknowledge(next: next, at: stamp())
            } catch {
                fail(error)
            }
        }
    }

    /// What the store may have taken of these events: it cannot have seen what was never sent, and a cursor that goes
    /// back is for a new epoch. Nil when nothing was taken.
    private func believable(_ next: EventSequence, _ events: [KioskEvent]) -> EventSequence? {
        let first = events[0].sequence
        let end = EventSequence(first.value + Int64(events.count))
        if next > end {
            equipment.log("the store wants event \(next), sent were \(first) to before \(end)")
            return end
        }
        return next > first ? next : nil
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
