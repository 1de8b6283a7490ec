import KioskCore
import KioskPorts

/// The buttons that every page gets from the core's offers, and the clocks.
extension PageProjection {
    /// Every offer that no block shows: what goes on first, what leads away last, so that each button has its place.
    func controls(_ draft: PageDraft) -> [Control] {
        let inBlocks = Set(draft.blocks.flatMap(\.actions))
        let offered = FormAction.decidedByCore
            .filter { offers.contains($0) && !inBlocks.contains($0) }
            .map { control($0, draft) }
        return Control.Role.allCases.flatMap { role in offered.filter { $0.role == role } }
    }

    private func control(_ action: FormAction, _ draft: PageDraft) -> Control {
        Control(
            action: action, label: draft.labels[action] ?? label(action), role: role(action))
    }

    private func label(_ action: FormAction) -> String {
        switch action {
        case .choose(.replaceLostCard): texts[.jobReplace]
        case .choose(.reportLoss): texts[.onlyReport]
        case .logIn: texts[.logIn]
        case .changePassword: texts[.savePassword]
        case .goOn: texts[.goOn]
        case .consent: texts[.consentFree]
        case .cancel: texts[.cancel]
        case .foundOldCard: texts[.foundOldCard]
        case .moreTime: texts[.moreTime]
        case .finish: texts[.finish]
        case .language(let language): language.ownName
        }
    }

    private func role(_ action: FormAction) -> Control.Role {
        switch action {
        case .logIn, .changePassword, .goOn, .consent, .finish: .primary
        case .choose, .foundOldCard: .secondary
        case .cancel, .moreTime, .language: .quiet
        }
    }

    func countdown(_ draft: PageDraft) -> Countdown? {
        guard let kind = draft.warned ? .page : draft.countdown,
            let milliseconds = snapshot.remainingMilliseconds
        else { return nil }
        return Countdown(milliseconds: max(0, milliseconds), kind: kind)
    }

    /// The question before a page closes. It covers the page only while the student can answer it with more time.
    func warning(_ draft: PageDraft) -> Warning? {
        guard draft.warned else { return nil }
        let canStay = offers.contains(.moreTime)
        let answers: [Control] = [
            Control(action: .moreTime, label: texts[.stayHere], role: .primary),
            Control(action: .cancel, label: texts[.cancel], role: .quiet),
        ]
        return Warning(
            title: texts[.warnTitle], text: texts[canStay ? .warnLead : .warnLast],
            coversPage: canStay,
            controls: canStay ? answers.filter { offers.contains($0.action) } : [])
    }
}

extension Block {
    /// What the buttons inside the block do.
    package var actions: [FormAction] {
        switch self {
        case .jobs(let choices): choices.compactMap(\.control?.action)
        case .entry(let entry): [entry.control.action]
        case .outage, .facts, .points, .steps, .strip, .ring, .fates, .caseNumber: []
        }
    }
}

extension ScreenLanguage {
    /// The language's name in itself: found by those who read no other.
    package var ownName: String {
        switch self {
        case .chinese: "中文"
        case .english: "English"
        }
    }
}
