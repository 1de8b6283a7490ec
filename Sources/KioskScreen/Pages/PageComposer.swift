import CampusCard
import KioskCore
package import KioskPorts

/// Makes the page of a snapshot: a pure projection, with nothing remembered between two pages.
package struct PageComposer: Sendable {
    private let texts: ScreenTexts
    private let zoneOffsetSeconds: Int32

    /// - Parameter zoneOffsetSeconds: what the shown zone adds to UTC; 28,800 for Asia/Shanghai.
    package init(texts: ScreenTexts, zoneOffsetSeconds: Int32) {
        self.texts = texts
        self.zoneOffsetSeconds = zoneOffsetSeconds
    }

    /// - Parameter notice: why the last action was not possible, if it was not.
    package func page(_ snapshot: ScreenSnapshot, notice: Phrase? = nil) -> Page {
        PageProjection(
            snapshot: snapshot, texts: texts.in(snapshot.language),
            offers: Offers(snapshot.state), zoneOffsetSeconds: zoneOffsetSeconds
        ).page(notice: notice)
    }
}

/// One projection at work: the snapshot, its language, and what the core offers.
struct PageProjection {
    let snapshot: ScreenSnapshot
    let texts: LanguageTexts
    let offers: Offers
    let zoneOffsetSeconds: Int32

    func page(notice: Phrase?) -> Page {
        let draft = draft()
        return Page(
            name: draft.name, stateNumber: snapshot.stateNumber, language: snapshot.language,
            kiosk: snapshot.kiosk, frame: frame, caseNumber: snapshot.caseID?.text,
            outcome: draft.outcome,
            tone: draft.tone, icon: draft.icon, eyebrow: draft.eyebrow, title: draft.title,
            lead: draft.lead, notice: notice.map { texts[$0] } ?? draft.notice,
            blocks: draft.blocks, controls: controls(draft), countdown: countdown(draft),
            warning: warning(draft))
    }

    private var frame: Frame {
        Frame(
            product: texts[.product], kiosk: texts(.kioskLabel, snapshot.kiosk.text),
            language: texts[.languageLabel], seconds: texts[.secondsUnit],
            closesBySelf: texts[.closesBySelf])
    }

    private func draft() -> PageDraft {
        switch snapshot.state.phase {
        case .starting: starting()
        case .idle: home()
        case .entering(let job, let patience, let retry): login(job, patience, retry)
        case .loggingIn(let job): waiting(.checking, .checkingTitle, job)
        case .changingPassword(let job, let patience, let retry):
            changePassword(job, patience, retry)
        case .savingPassword(let job): waiting(.savingPassword, .savingTitle, job)
        case .quoting: waiting(.quoting, .quotingTitle, .replaceLostCard)
        case .reviewing(_, let patience): review(patience)
        case .consenting(_, let patience): consent(patience)
        case .opening(let leaving): working(.stop, leaving: leaving)
        case .feeding(let blank), .readingBlank(let blank), .binding(let blank):
            working(.blank, leaving: blank.leaving, secondBlank: blank.ordinal > 1)
        case .encoding(let blank): working(.write, leaving: blank.leaving)
        case .discarding(let discard): discarding(discard)
        case .committing, .presenting: working(.handOut, leaving: nil)
        case .askingStore: working(.handOut, leaving: nil, asking: true)
        case .awaitingPickup: takeCard()
        case .retaining: takingBack()
        case .printing(let outcome): printing(outcome)
        case .showing(let outcome, let slip): result(outcome, slip: slip)
        case .confirmingLoss(let patience): confirmLoss(patience)
        case .reportingLoss: waiting(.reportingLoss, .reportingTitle, .reportLoss)
        case .confirmingLaterReport(let patience): confirmLater(patience)
        case .keepingReport: waiting(.keepingReport, .keepingTitle, .reportLoss)
        }
    }

    /// The title of the job above a page's own.
    func eyebrow(_ job: Job) -> String {
        switch job {
        case .replaceLostCard: texts[.jobReplace]
        case .reportLoss: texts[.jobReport]
        }
    }

    /// A page on which the store is awaited.
    private func waiting(_ name: PageName, _ title: Phrase, _ job: Job) -> PageDraft {
        var draft = PageDraft(name, title: texts[title])
        draft.eyebrow = eyebrow(job)
        draft.icon = .hourglass
        return draft
    }
}
