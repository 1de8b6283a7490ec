import CampusCard
import KioskCore
import KioskPorts

/// The pages with the keypad.
extension PageProjection {
    func login(_ job: Job, _ patience: Patience, _ retry: Refusal?) -> PageDraft {
        var draft = PageDraft(.login, title: texts[.loginTitle])
        draft.eyebrow = eyebrow(job)
        draft.lead = texts[.loginLead]
        draft.notice = retry.map(whyAgain)
        draft.warned = patience.warned
        draft.blocks = [
            entry(
                [
                    EntryField(name: .studentNumber, label: texts[.studentNumber], kind: .number),
                    EntryField(name: .password, label: texts[.cardPassword], kind: .password),
                ],
                Control(action: .logIn, label: texts[.logIn], role: .primary),
                hint: texts[.passwordForgotten])
        ]
        return draft
    }

    func changePassword(_ job: Job, _ patience: Patience, _ retry: Refusal?) -> PageDraft {
        var draft = PageDraft(.changePassword, title: texts[.changeTitle])
        draft.eyebrow = eyebrow(job)
        draft.lead = texts[.changeLead]
        draft.notice = retry.map(whyAgain)
        draft.warned = patience.warned
        draft.blocks = [
            entry(
                [
                    EntryField(name: .newPassword, label: texts[.newPassword], kind: .password),
                    EntryField(
                        name: .repeatedPassword, label: texts[.repeatPassword], kind: .password),
                ],
                Control(action: .changePassword, label: texts[.savePassword], role: .primary),
                hint: texts[.changeRule])
        ]
        return draft
    }

    private func entry(_ fields: [EntryField], _ control: Control, hint: String) -> Block {
        .entry(
            Entry(
                fields: fields, control: control, hint: hint,
                keys: KeypadLabels(
                    keypad: texts[.keypad], next: texts[.keyNext], delete: texts[.keyDelete],
                    clear: texts[.keyClear], letters: texts[.keyLetters],
                    digits: texts[.keyDigits])))
    }

    /// What went wrong with the last try and what to do.
    private func whyAgain(_ refusal: Refusal) -> String {
        switch refusal {
        case .wrongCredentials: texts[.retryWrong]
        case .passwordTooWeak: texts[.retryWeak]
        case .accountLocked, .kioskLocked, .sessionExpired, .notEnrolled, .frozen,
            .insufficientFunds, .cardWaiting, .replacementLimit, .noCard, .quoteExpired,
            .leaseLost, .caseEnded, .outOfOrder, .uidUsed, .blankLimit, .conflict,
            .kioskNotInService, .storeReplaying, .malformed:
            texts[.outcome(.refused(refusal), .story)]
        }
    }
}
