package import CampusCard

/// What became of the fee, as far as the kiosk knows when it prints.
package enum MoneyOutcome: Hashable, Sendable {
    case notCharged
    /// Set aside and given back by itself, once the store has heard that the card was not handed
    /// out.
    case held(Money)
    case released(Money)
    case captured(Money)
    /// Set aside until evidence or a person decides; never charged twice.
    case notKnown(Money)
}

/// What became of the card.
package enum CardOutcome: Hashable, Sendable, CaseIterable {
    /// Nothing changed: the card the student had is as it was.
    case unchanged
    /// The lost card stays stopped and there is no new one.
    case lostCardStopped
    /// The store did not say whether it stopped the lost card; there is no new one.
    case lostCardMaybeStopped
    /// The new card stays in the machine and is void.
    case newCardKept
    case newCardTaken
    /// It is not known yet whether the student has the new card.
    case notKnown
}

/// What the student does now.
package enum NextStep: Hashable, Sendable, CaseIterable {
    case tryAgain
    /// The kiosk or its network needs some minutes.
    case tryLater
    case otherKiosk
    case serviceDesk
    /// Nothing: the result comes to the student's phone page.
    case waitForResult
}
