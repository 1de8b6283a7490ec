import CampusCard

/// What a terminal shows, in Chinese and English, and what the lab wants to know besides.
struct TerminalText {
    let seen: SeenCard
    let presented: CardPresentation
    /// What the purchase still needs; nil where the card was not accepted.
    let demand: PurchaseDemand?

    var lines: [String] {
        let verdict = presented.verdict
        var lines = [card, "row \(VerdictRow.deciding(presented).rawValue)", display(verdict)]
        if verdict.setsFlag { lines.append("the card's flag was set") }
        if verdict.isReported { lines.append("the store is to hear of it") }
        return lines
    }

    private var card: String {
        guard let identity = seen.identity, let status = seen.status else {
            return "card not readable: \(seen.fault ?? "nothing was read")"
        }
        let store = presented.store.map { "store says \($0.rawValue)" } ?? "offline"
        return "card \(MaskedHolder.masked(cardNumber: identity.cardNumber)), issue "
            + "\(identity.issueNumber), flag \(status.flag), good as of list \(status.goodAsOf); "
            + "\(store), list says \(presented.listing.rawValue)"
    }

    private func display(_ verdict: TerminalVerdict) -> String {
        switch verdict.outcome {
        case .update: "卡片已更新，未扣款，请再刷一次 / card updated, nothing charged: present it again"
        case .refuse(let why): Self.display(why)
        case .accept: Self.display(demand ?? .nothing)
        }
    }

    static func display(_ refusal: TerminalRefusal) -> String {
        switch refusal {
        case .notReadable: "无法识别此卡 / this card cannot be read"
        case .stopped: "此卡已停用，请到自助补卡机办理 / this card is stopped: please go to a card kiosk"
        case .frozen: "账户已冻结，请到服务台办理 / this account is frozen: please go to the service desk"
        case .mustBeUpdated:
            "此卡需更新，请到自助补卡机或联网终端刷卡 / this card must be updated at a kiosk or an online terminal"
        case .unknownCard: "系统中无此卡，请到服务台办理 / this card is unknown: please go to the service desk"
        case .cannotTell: "终端离线，暂不能刷卡 / this terminal is offline and cannot take cards now"
        }
    }

    static func display(_ demand: PurchaseDemand) -> String {
        switch demand {
        case .nothing: "请取走商品 / accepted"
        case .password: "请输入密码 / please enter the password"
        case .aboveOfflineLimit(let most):
            "终端离线，单笔最多 \(most) 元 / this terminal is offline: at most \(most) yuan"
        case .listTooOld: "终端离线过久，暂不能刷卡 / this terminal was offline for too long"
        }
    }
}
