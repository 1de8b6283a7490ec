import CampusCard
import KioskCore
import KioskPorts

/// The watch over a card at the exit. Two looks must follow each other closely for a transition to count as seen.
enum ExitWatchLimits {
    static let pause: Duration = .milliseconds(500)
    /// Two looks further apart than this leave a gap in watching.
    static let gap: Duration = .seconds(2)
}

extension KioskController {
    func watchExit() {
        exitWatch?.cancel()
        let clock = equipment.clock
        exitWatch = Task(executorPreference: equipment.executor) {
            var lastSeen: Duration?
            while !Task.isCancelled {
                lastSeen = await self.lookAtExit(lastSeen: lastSeen)
                guard (try? await clock.sleep(for: ExitWatchLimits.pause)) != nil else { return }
            }
        }
    }

    /// Ends the watch; answers whether the card was still seen at the exit so short a time ago that finding it gone
    /// now is a transition seen live.
    func endExitWatch() async -> Bool {
        guard let watch = exitWatch else { return false }
        watch.cancel()
        await watch.value
        exitWatch = nil
        guard let seen = standing.cardSeenAtExit else { return false }
        return equipment.clock.monotonic() - seen <= ExitWatchLimits.gap
    }

    /// One look. Answers when the card was last seen at the exit without a gap since.
    private func lookAtExit(lastSeen: Duration?) async -> Duration? {
        guard let seen = try? await equipment.dispenser.observe() else {
            _ = try? await equipment.dispenser.connect()
            return nil
        }
        guard !Task.isCancelled else { return lastSeen }
        standing.saw(seen)
        let now = equipment.clock.monotonic()
        switch seen.path {
        case .atExit:
            standing.cardSeenAtExit = now
            return now
        case .clear:
            let live = lastSeen.map { now - $0 <= ExitWatchLimits.gap } ?? false
            exitFoundClear(removalEvidence(sawTransition: live, now: seen))
            return nil
        case .atReadPosition, .unknown:
            return nil
        }
    }

    private func exitFoundClear(_ evidence: ExitEvidence) {
        guard let card = caseFile?.card else { return }
        exitWatch?.cancel()
        exitWatch = nil
        standing.cardSeenAtExit = nil
        deliver(.device(.exitCleared(enter(evidence.removal, of: card))))
    }

    func removalEvidence(sawTransition: Bool, now seen: DispenserObservation) -> ExitEvidence {
        ExitEvidence(
            sawTransition: sawTransition,
            binCountBefore: caseFile?.card?.binCountAtPresentation, binCountAfter: seen.binCount,
            counterProven: standing.identity?.binCounterProven ?? false,
            unitRetracts: standing.identity?.ownRetractSeconds != nil)
    }
}
