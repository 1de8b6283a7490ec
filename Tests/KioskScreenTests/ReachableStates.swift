import CampusCard
import KioskCore

/// Every state that the core can reach, found by a breadth-first search over all events, so that no page is left out
/// because nobody thought of it.
enum ReachableStates {
    static let all: [KioskState] =
        search(from: .started(pickup: .extensible))
        // The rule of the pick-up matters on one page only.
        + search(from: .started(pickup: .fixed)).filter { state in
            if case .awaitingPickup = state.phase { true } else { false }
        }

    /// More would mean that the core's state has grown something that counts for ever.
    private static let limit = 100_000

    private static func search(from start: KioskState) -> [KioskState] {
        var known: Set<KioskState> = [start]
        var found = [start]
        var next = 0
        while next < found.count, found.count < limit {
            for event in events {
                let state = found[next].on(event).state
                if known.insert(state).inserted { found.append(state) }
            }
            next += 1
        }
        precondition(found.count < limit, "The search did not end within \(limit) states")
        return found
    }

    private static let events: [Event] =
        taps.map(Event.tapped) + TimerName.allCases.map(Event.timerFired)
        + stores.map(Event.store) + devices.map(Event.device)
        + PrinterEvent.allCases.map(Event.printer) + ShelfEvent.allCases.map(Event.shelf)
        + readinesses.map(Event.readinessChanged)
        + [.recovered]

    private static let taps: [Tap] =
        Job.allCases.map(Tap.choose) + [
            .submitCredentials, .submitNewPassword, .goOn, .consent, .cancel, .foundOldCard,
            .moreTime, .finish,
        ]

    private static let stores: [StoreEvent] =
        [
            .loggedIn(mustChangePassword: true), .loggedIn(mustChangePassword: false),
            .passwordChanged, .opened, .bound, .committed, .lossReported,
        ] + FeeKind.allCases.map(StoreEvent.quoted) + CaseStage.allCases.map(StoreEvent.standing)
        + CallKind.allCases.flatMap { call in
            Refusal.allCases.map { StoreEvent.refused(call.name, $0) }
        } + CallKind.allCases.map { StoreEvent.unanswered($0.name) }

    private static let devices: [DeviceEvent] =
        [.fed, .blankRead, .encoded, .presented, .retained]
        + FeedFailure.allCases.map(DeviceEvent.feedFailed)
        + BlankRejection.allCases.map(DeviceEvent.blankRejected)
        + EncodingFailure.Cause.allCases.map {
            .encodingFailed(EncodingFailure(identityMayBeWritten: true, cause: $0))
        } + CardKnowledge.allCases.flatMap { [.presentFailed($0), .retainFailed($0)] }
        + Removal.allCases.map { .exitCleared($0) }
        + [.nothingToRetain(inBin: true), .nothingToRetain(inBin: false)]

    private static let readinesses: [Readiness] = [true, false].flatMap { replace in
        [true, false].flatMap { report in
            [true, false].map {
                Readiness(canReplace: replace, canReportLoss: report, canKeepReports: $0)
            }
        }
    }
}
