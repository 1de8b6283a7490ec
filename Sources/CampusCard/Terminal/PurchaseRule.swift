/// What a purchase needs once the card is accepted: the holder's limits and the age of the list, each on
/// its own.
package struct PurchaseRule: Hashable, Sendable {
    /// A single purchase from here on asks for the password.
    package let singleLimit: Money
    /// From this sum of the campus day on every purchase asks for it.
    package let dailyLimit: Money
    package let allowance: OfflineAllowance

    package init(singleLimit: Money, dailyLimit: Money, allowance: OfflineAllowance) {
        self.singleLimit = singleLimit
        self.dailyLimit = dailyLimit
        self.allowance = allowance
    }

    /// - Parameter spentToday: on this campus day, without this purchase.
    /// - Precondition: neither amount is negative, and both fit a card's limits.
    package func demand(for amount: Money, spentToday: Money) -> PurchaseDemand {
        for money in [amount, spentToday] {
            precondition(
                money >= .zero && money <= StatusRecord.highestLimit,
                "an amount at a terminal is \(money)")
        }
        switch allowance {
        case .none: return .listTooOld
        case .upTo(let most) where amount > most: return .aboveOfflineLimit(most)
        case .full, .upTo: break
        }
        let isOver = amount >= singleLimit || spentToday + amount >= dailyLimit
        return isOver ? .password : .nothing
    }
}

/// What stands between a good card and a purchase.
package enum PurchaseDemand: Hashable, Sendable {
    case nothing
    case password
    /// The terminal is offline for too long to sell so much.
    case aboveOfflineLimit(Money)
    /// The terminal is offline for too long to sell anything.
    case listTooOld
}
