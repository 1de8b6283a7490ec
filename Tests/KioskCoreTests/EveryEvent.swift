import CampusCard

@testable import KioskCore

/// Every event there is: the domains are small, so they are enumerated and not sampled.
enum EveryEvent {
    static let all: [Event] =
        taps.map(Event.tapped) + TimerName.allCases.map(Event.timerFired)
        + store.map(Event.store) + device.map(Event.device)
        + PrinterEvent.allCases.map(Event.printer) + ShelfEvent.allCases.map(Event.shelf)
        + readiness.map(Event.readinessChanged)
        + [.recovered]

    static let taps: [Tap] =
        Job.allCases.map(Tap.choose) + [
            .submitCredentials, .submitNewPassword, .goOn, .consent, .cancel, .foundOldCard,
            .moreTime, .finish,
        ]

    static let store: [StoreEvent] =
        [
            .loggedIn(mustChangePassword: true), .loggedIn(mustChangePassword: false),
            .passwordChanged, .opened, .bound, .committed, .lossReported,
        ] + FeeKind.allCases.map(StoreEvent.quoted) + CaseStage.allCases.map(StoreEvent.standing)
        + StoreCallName.allCases.flatMap { call in
            Refusal.allCases.map { StoreEvent.refused(call, $0) } + [.unanswered(call)]
        }

    static let device: [DeviceEvent] =
        [.fed, .blankRead, .encoded, .presented, .retained]
        + FeedFailure.allCases.map(DeviceEvent.feedFailed)
        + BlankRejection.allCases.map(DeviceEvent.blankRejected)
        + EncodingFailure.Cause.allCases.flatMap { cause in
            [true, false].map {
                DeviceEvent.encodingFailed(
                    EncodingFailure(identityMayBeWritten: $0, cause: cause))
            }
        } + CardKnowledge.allCases.map(DeviceEvent.presentFailed)
        + CardKnowledge.allCases.map(DeviceEvent.retainFailed)
        + Removal.allCases.map(DeviceEvent.exitCleared)
        + [.nothingToRetain(inBin: true), .nothingToRetain(inBin: false)]

    static let readiness: [Readiness] = [true, false].flatMap { replace in
        [true, false].flatMap { report in
            [true, false].map {
                Readiness(canReplace: replace, canReportLoss: report, canKeepReports: $0)
            }
        }
    }
}
