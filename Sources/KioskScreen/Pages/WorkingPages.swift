import CampusCard
import KioskCore
import KioskPorts

/// The four steps that a student sees of the machine's work.
enum WorkStep: Int, CaseIterable {
    case stop = 1
    case blank, write, handOut

    var phrase: Phrase {
        switch self {
        case .stop: .stepStop
        case .blank: .stepBlank
        case .write: .stepWrite
        case .handOut: .stepHandOut
        }
    }
}

/// The pages on which the machine works.
extension PageProjection {
    /// - Parameter leaving: a wish to stop that waits until the machine's hands are free.
    func working(
        _ current: WorkStep, leaving: AbandonReason?, secondBlank: Bool = false,
        asking: Bool = false
    ) -> PageDraft {
        if let leaving { return stopping(leaving) }
        var draft = PageDraft(.working, title: texts[.workingTitle])
        draft.eyebrow = eyebrow(.replaceLostCard)
        draft.lead = texts[.doNotLeave]
        draft.blocks = [.steps(WorkStep.allCases.map { step($0, current) })]
        if secondBlank { draft.blocks.append(.strip(Point(.info, texts[.secondBlank]))) }
        if asking {
            draft.blocks.append(.strip(Point(.clock, texts[.asking], tone: .attention)))
        } else if current == .handOut {
            draft.blocks.append(.strip(Point(.lock, texts[.tooLateToCancel])))
        }
        return draft
    }

    func discarding(_ discard: Discard) -> PageDraft {
        switch discard.then {
        case .nextBlank: working(.blank, leaving: nil, secondBlank: true)
        case .abandon(let reason): stopping(reason)
        }
    }

    func takeCard() -> PageDraft {
        var draft = PageDraft(.takeCard, title: texts[.takeTitle])
        draft.icon = .takeCard
        draft.tone = .good
        draft.lead = texts[.takeLead]
        draft.countdown = .card
        draft.blocks = [
            .ring(
                Ring(
                    milliseconds: snapshot.remainingMilliseconds.map { max(0, $0) },
                    unit: texts[.secondsUnit], reminder: texts[.takeReminder])),
            .strip(Point(.info, texts[.takeConsequence])),
        ]
        return draft
    }

    func takingBack() -> PageDraft {
        var draft = PageDraft(.takingBack, title: texts[.takingBackTitle])
        draft.icon = .undo
        draft.lead = texts[.takingBackLead]
        draft.tone = .attention
        return draft
    }

    private func stopping(_ reason: AbandonReason) -> PageDraft {
        let wish = reason.isStudentsWish
        var draft = PageDraft(.stopping, title: texts[wish ? .stoppingTitle : .undoingTitle])
        draft.icon = .undo
        draft.eyebrow = eyebrow(.replaceLostCard)
        draft.lead = texts[wish ? .stoppingLead : .undoingLead]
        return draft
    }

    private func step(_ step: WorkStep, _ current: WorkStep) -> Step {
        let standing: Step.Standing =
            step.rawValue < current.rawValue ? .done : step == current ? .now : .later
        let words: Phrase =
            switch standing {
            case .done: .stepIsDone
            case .now: .stepIsNow
            case .later: .stepIsLater
            }
        return Step(
            number: step.rawValue, text: texts[step.phrase], standing: standing,
            standingText: texts[words])
    }
}
