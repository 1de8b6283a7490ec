import CampusCard
import KioskCore
import KioskPorts

/// The pages on which the student reads and decides.
extension PageProjection {
    func review(_ patience: Patience) -> PageDraft {
        var draft = PageDraft(.review, title: texts[.reviewTitle])
        draft.eyebrow = eyebrow(.replaceLostCard)
        draft.lead = texts[.reviewLead]
        draft.warned = patience.warned
        draft.blocks = holderFacts.map { [.facts($0)] } ?? []
        if snapshot.quote?.alreadyReportedLost == true {
            draft.blocks.append(.points([Point(.info, texts[.alreadyLost])]))
        }
        return draft
    }

    func consent(_ patience: Patience) -> PageDraft {
        var draft = PageDraft(.consent, title: texts[.consentTitle])
        draft.eyebrow = eyebrow(.replaceLostCard)
        draft.warned = patience.warned
        draft.blocks = snapshot.quote.map { [.facts(feeFacts($0))] } ?? []
        draft.blocks.append(
            .points([
                Point(.stopCard, texts[.pointOldCard], tone: .attention),
                Point(.takeCard, texts[.pointFeeLater]),
                Point(.money, texts[.pointBalance]),
            ]))
        if let fee = snapshot.quote?.fee, fee > .zero {
            draft.labels[.consent] = texts(.consentPay, yuan(fee))
        }
        return draft
    }

    func confirmLoss(_ patience: Patience) -> PageDraft {
        var draft = PageDraft(.confirmLoss, title: texts[.lossTitle])
        draft.eyebrow = eyebrow(.reportLoss)
        draft.lead = texts[.lossLead]
        draft.warned = patience.warned
        draft.blocks = holderFacts.map { [.facts($0)] } ?? []
        draft.blocks.append(
            .points([
                Point(.stopCard, texts[.pointStopNow], tone: .attention),
                Point(.money, texts[.pointMoneySafe]), Point(.undo, texts[.pointRelease]),
                Point(.info, texts[.pointNoFee]),
            ]))
        draft.labels[.consent] = texts[.lossConfirm]
        return draft
    }

    func confirmLater(_ patience: Patience) -> PageDraft {
        var draft = PageDraft(.confirmLater, title: texts[.laterTitle])
        draft.eyebrow = eyebrow(.reportLoss)
        draft.tone = .attention
        draft.icon = .warning
        draft.lead = texts[.laterLead]
        draft.warned = patience.warned
        draft.blocks = [
            .points([
                Point(.warning, texts[.pointNotStoppedYet], tone: .attention),
                Point(.shield, texts[.pointSealed]), Point(.stopCard, texts[.pointWhenOnline]),
                Point(.next, texts[.pointOtherWay]),
            ])
        ]
        draft.labels[.consent] = texts[.laterConfirm]
        return draft
    }

    /// Masked by the store, and masked again here if it should ever fail to: a page shows no whole name or number.
    private var holderFacts: [Fact]? {
        guard let holder = snapshot.holder else { return nil }
        let card = holder.cardNumber.map { MaskedCardNumber(fromStore: $0).text }
        return [
            Fact(texts[.holderName], MaskedName(fromStore: holder.name).text, icon: .person),
            Fact(
                texts[.studentNumber], MaskedStudentNumber(fromStore: holder.studentNumber).text,
                icon: .shield),
            Fact(texts[.lostCard], card ?? texts[.noCard], icon: .card),
        ]
    }

    private func feeFacts(_ quote: QuotedFee) -> [Fact] {
        let isFree = quote.fee == .zero
        let fee = Fact(
            texts[.fee], isFree ? texts[.feeFree] : yuan(quote.fee), icon: .money,
            note: texts[reason(quote.feeReason)], emphasis: true)
        let spendable = Fact(texts[.spendable], yuan(quote.spendable))
        guard !isFree else { return [fee, spendable] }
        return [
            fee, spendable, Fact(texts[.balanceAfter], yuan(quote.spendable - quote.fee)),
        ]
    }

    private func reason(_ reason: FeeReason) -> Phrase {
        switch reason {
        case .standard: .feeStandard
        case .firstFree: .feeFirstFree
        case .waived: .feeWaived
        }
    }
}
