import KioskCore
import KioskPorts

/// The pages on which nobody is logged in.
extension PageProjection {
    /// The most reasons on the home page; the first ones of the enumeration matter most.
    static let reasonLimit = 3

    func starting() -> PageDraft {
        var draft = PageDraft(.starting, title: texts[.startingTitle])
        draft.icon = .hourglass
        draft.lead = texts[.startingLead]
        return draft
    }

    func home() -> PageDraft {
        var draft = PageDraft(.home, title: texts[.homeTitle])
        draft.blocks = outage.map { [$0] } ?? []
        draft.blocks.append(.jobs(Job.allCases.map(choice)))
        // Nobody is invited to what cannot be done.
        if Job.allCases.contains(where: { offers.contains(.choose($0)) }) {
            draft.lead = texts[.homeLead]
            draft.blocks.append(.points([Point(.info, texts[.homeNeeds])]))
        }
        return draft
    }

    private func choice(_ job: Job) -> JobChoice {
        let action = FormAction.choose(job)
        let title = eyebrow(job)
        let works = offers.contains(action)
        return JobChoice(
            icon: job == .replaceLostCard ? .newCard : .stopCard, title: title,
            text: texts[job == .replaceLostCard ? .jobReplaceText : .jobReportText],
            standing: texts[works ? .jobAvailable : .jobUnavailable],
            control: works ? Control(action: action, label: title, role: .primary) : nil)
    }

    /// What does not work, why, since when, and what still does.
    private var outage: Block? {
        let readiness = snapshot.state.readiness
        guard !snapshot.reasons.isEmpty || !readiness.canReplace || !readiness.canReportLoss else {
            return nil
        }
        let shown = snapshot.reasons.sorted { blocks($0) && !blocks($1) }
        return .outage(
            Outage(
                tone: readiness.canReplace ? .calm : .attention, title: outageTitle(readiness),
                reasons: shown.prefix(Self.reasonLimit).map(outageReason),
                stillWorksLabel: texts[
                    readiness.canReplace || readiness.canReportLoss ? .stillWorks : .nextLabel],
                stillWorks: stillWorks(readiness)))
    }

    private func blocks(_ standing: StandingReason) -> Bool { standing.reason.blocksReplacement }

    private func outageTitle(_ readiness: Readiness) -> String {
        if readiness.canReplace { return texts[.limited] }
        return texts[readiness.canReportLoss ? .replaceOut : .kioskOut]
    }

    private func stillWorks(_ readiness: Readiness) -> String {
        switch (readiness.canReplace, readiness.canReportLoss) {
        case (true, true): texts[.stillAll]
        case (true, false): texts[.jobReplace]
        case (false, true): texts[.stillReport]
        case (false, false): texts[.stillElsewhere]
        }
    }

    private func outageReason(_ standing: StandingReason) -> OutageReason {
        let since = ShownTime(
            milliseconds: standing.sinceMilliseconds, now: snapshot.wallMilliseconds,
            zoneOffsetSeconds: zoneOffsetSeconds)
        return OutageReason(
            text: texts[.reason(standing.reason, .student)], since: texts(.since, since.text),
            staffLabel: texts[.staffLabel], staffText: texts[.reason(standing.reason, .staff)])
    }
}
