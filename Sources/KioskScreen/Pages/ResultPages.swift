import CampusCard
import KioskCore
import KioskPorts

/// The last pages: how it ended, what became of money and card, and what to do.
extension PageProjection {
    func printing(_ outcome: Outcome) -> PageDraft {
        var draft = ending(.printing, outcome)
        draft.blocks.insert(.strip(Point(.printer, texts[.printingTitle])), at: 0)
        return draft
    }

    func result(_ outcome: Outcome, slip: PrinterEvent?) -> PageDraft {
        var draft = ending(.result, outcome)
        draft.countdown = .page
        if let slip { draft.blocks.insert(.strip(paper(slip)), at: 0) }
        return draft
    }

    private func ending(_ name: PageName, _ outcome: Outcome) -> PageDraft {
        var draft = PageDraft(name, title: texts[.outcome(outcome, .title)])
        draft.outcome = outcome.name
        draft.tone = outcome.tone
        draft.icon = outcome.icon
        draft.lead = story(outcome)
        draft.blocks = [
            .fates(
                FateTexts(texts: texts, snapshot: snapshot, offers: offers).facts(for: outcome))
        ]
        if let number = snapshot.caseID?.text {
            draft.blocks.append(.caseNumber(label: texts[.caseNumber], number: number))
        }
        return draft
    }

    /// The story, with the figures of a refusal that has any.
    private func story(_ outcome: Outcome) -> String {
        let story = texts[.outcome(outcome, .story)]
        guard outcome == .refused(.insufficientFunds), let fee = snapshot.refused?.fee,
            let spendable = snapshot.refused?.spendable
        else { return story }
        let figures = [
            texts(.figuresFee, yuan(fee)), texts(.figuresSpendable, yuan(spendable)),
        ]
        return switch texts.language {
        case .chinese: texts.joined(story, figures.joined(separator: "，") + "。")
        case .english: texts.joined(story, figures.joined(separator: ", ") + ".")
        }
    }

    private func paper(_ slip: PrinterEvent) -> Point {
        switch slip {
        case .printed: Point(.slip, texts[.slipPrinted], tone: .good)
        case .notPrinted: Point(.printer, texts[.slipNotPrinted], tone: .attention)
        }
    }
}

extension Outcome {
    /// How the last page feels.
    var tone: Tone {
        switch self {
        case .delivered, .lossReported: .good
        case .leftEarly: .calm
        case .abandoned(let reason): reason.isStudentsWish ? .calm : .attention
        case .notTaken, .refused, .unreachable, .notReady, .lossWaiting: .attention
        case .commitUnanswered, .notPresented, .suspected, .lossUnanswered: .problem
        }
    }

    var icon: Icon {
        switch tone {
        case .good: .check
        case .calm: .undo
        case .attention: .warning
        case .problem: .problem
        }
    }
}
