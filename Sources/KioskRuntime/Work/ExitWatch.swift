import CampusCard
import KioskCore
import KioskPorts

/// The watch over a card at the exit. Two looks must follow each other closely for a transition to count as seen, and a
/// second look must confirm that the card is gone: a sensor that bounces is no hand.
enum ExitWatchLimits {
    static let pause: Duration = .milliseconds(500)
    /// Two looks further apart than this leave a gap in watching.
    static let gap: Duration = .seconds(2)
}

/// What the looks so far have shown.
private struct ExitLooks {
    /// When the card was last seen at the exit, without a gap since.
    var lastSeen: Duration?
    /// The look before found the exit clear for the first time; whether the card was seen there until then.
    var clearSeenLive: Bool?
}

extension KioskController {
    func watchExit() {
        exitWatch?.cancel()
        let clock = equipment.clock
        exitWatch = Task(executorPreference: equipment.executor) {
            var looks = ExitLooks()
            while !Task.isCancelled {
                looks = await self.lookAtExit(after: looks)
                guard (try? await clock.sleep(for: ExitWatchLimits.pause)) != nil else { return }
            }
        }
    }

    /// Ends the watch. What it has seen so far decides nothing any more: the card's time is over.
    func endExitWatch() async {
        exitWatch?.cancel()
        await exitWatch?.value
        exitWatch = nil
    }

    /// One look; answers what is known after it.
    private func lookAtExit(after before: ExitLooks) async -> ExitLooks {
        guard let seen = try? await equipment.dispenser.observe() else {
            if (try? await equipment.dispenser.connect()) != nil {
                equipment.troubles.count(.dispenserReconnected)
            }
            return ExitLooks()
        }
        guard !Task.isCancelled else { return before }
        standing.saw(seen)
        let now = equipment.clock.monotonic()
        switch seen.path {
        case .atExit:
            if before.clearSeenLive != nil { equipment.troubles.count(.exitBounced) }
            return ExitLooks(lastSeen: now)
        case .clear:
            guard let live = before.clearSeenLive else {
                let live = before.lastSeen.map { now - $0 <= ExitWatchLimits.gap } ?? false
                return ExitLooks(clearSeenLive: live)
            }
            exitFoundClear(removalEvidence(sawTransition: live, now: seen))
            return ExitLooks()
        case .atReadPosition, .unknown:
            if before.lastSeen != nil { equipment.troubles.count(.cardDrawnIn) }
            return ExitLooks()
        }
    }

    private func exitFoundClear(_ evidence: ExitEvidence) {
        guard let card = caseFile?.card else { return }
        exitWatch?.cancel()
        exitWatch = nil
        deliver(.device(.exitCleared(enter(evidence.removal, of: card))))
    }

    func removalEvidence(sawTransition: Bool, now seen: DispenserObservation) -> ExitEvidence {
        let before = caseFile?.card?.binCountAtPresentation
        countWrap(from: before, to: seen.binCount)
        return ExitEvidence(
            sawTransition: sawTransition, binCountBefore: before, binCountAfter: seen.binCount,
            counterProven: standing.identity?.binCounterProven ?? false,
            unitRetracts: standing.identity?.ownRetractSeconds != nil)
    }
}
