package import KioskCore
package import KioskPorts

/// The screen without its transport: what is shown, and what an action brings. The simulated student calls it as the
/// HTTP skin does.
package struct KioskScreen: Sendable {
    package let host: any ScreenHost
    private let composer: PageComposer

    package init(host: any ScreenHost, composer: PageComposer) {
        self.host = host
        self.composer = composer
    }

    /// The page of this moment.
    package func page(notice: Phrase? = nil) async -> Page {
        composer.page(await host.snapshot(), notice: notice)
    }

    /// Does what the student did on the page of this number, and shows what is there then.
    package func handle(_ action: ScreenAction, stateNumber: Int) async -> ScreenAnswer {
        switch await host.perform(action, stateNumber: stateNumber) {
        case .accepted: ScreenAnswer(reply: .accepted, page: await page())
        // The page that came meanwhile is the answer: a second tap of a double tap needs no explanation.
        case .stale: ScreenAnswer(reply: .stale, page: await page())
        case .refused(let refusal, _):
            ScreenAnswer(
                reply: .refused(refusal), page: await page(notice: refusal.phrase))
        }
    }

    /// The same for a form as it arrived.
    package func handle(_ form: ActionForm) async -> ScreenAnswer {
        do {
            let numbered = try form.parsed()
            return await handle(numbered.action, stateNumber: numbered.stateNumber)
        } catch {
            return await answer(to: error)
        }
    }

    /// The answer to input that cannot be used: nothing happened, and the page says why.
    package func answer(to mistake: InputMistake) async -> ScreenAnswer {
        ScreenAnswer(reply: .mistake(mistake), page: await page(notice: mistake.phrase))
    }
}

/// What came of an action, with the page that is there now.
package struct ScreenAnswer: Hashable, Sendable {
    package let reply: Reply
    package let page: Page

    /// What came of it.
    package enum Reply: Hashable, Sendable {
        case accepted, stale
        case refused(EventRefusal)
        case mistake(InputMistake)
    }
}

extension EventRefusal {
    /// What the student is told.
    var phrase: Phrase {
        switch self {
        case .notReady: .notReady
        case .noMoreTime: .noMoreTime
        case .notOffered, .staleTimer, .notAwaited, .starting, .alreadyRecovered: .notOffered
        }
    }
}
