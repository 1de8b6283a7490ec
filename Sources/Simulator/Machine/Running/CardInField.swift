package import CardPrimitives
import Synchronization
import VirtualChips

/// What a reader of the machine finds in its field: the card that lies there, with its chip.
///
/// Planned faults of an exchange strike here. A chip's memory goes back to the machine after every
/// command, so that whatever happens next finds it as the chip left it.
package final class CardInField: PresentedCard {
    /// A chip that has power now; nil in between.
    private struct Powered {
        var card: PhysicalCard?
        var chip: (any PoweredChip)?
        /// The field does not see the card before this instant: it was knocked out of place.
        var knockedUntil: Duration = .zero
    }

    /// How long a knocked card stays out of the field.
    private static let knock = Duration.milliseconds(300)

    private let machine: RunningMachine
    private let reader: Plug
    private let random: @Sendable () -> any RandomSource
    private let powered = Mutex(Powered())

    /// - Parameter random: gives a source for the challenges of one chip, each time it is powered.
    package init(
        machine: RunningMachine, reader: Plug, random: @escaping @Sendable () -> any RandomSource
    ) {
        self.machine = machine
        self.reader = reader
        self.random = random
    }

    package func isPresent(now: Duration) -> Bool {
        powered.withLock { powered in
            guard powered.knockedUntil <= now, let card = lying(now: now) else { return false }
            return card.stock != .bad && card.stock != .scrap
        }
    }

    package func activate(now: Duration) -> [UInt8]? {
        powered.withLock { powered in
            powered.chip?.losePower()
            powered.chip = nil
            guard powered.knockedUntil <= now, let card = lying(now: now) else { return nil }
            powered.card = card
            let chip = power(card, now: now)
            powered.chip = chip
            return chip.map { ContactlessATR.bytes(ats: $0.answerToSelect()) }
        }
    }

    package func deactivate(now: Duration) {
        powered.withLock { powered in
            powered.chip?.losePower()
            powered.chip = nil
        }
    }

    package func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        powered.withLock { powered in
            guard let chip = powered.chip, let card = powered.card, lying(now: now) == card else {
                powered.chip?.losePower()
                powered.chip = nil
                return PresentedCardReply(response: nil, takes: .zero)
            }
            let fate = machine.act(at: now) { $0.machine.fateOfExchange(at: reader) }
            let response = exchange(apdu, with: chip, fate: fate)
            if Self.commits(apdu, response),
                machine.act(at: now, { $0.machine.keepsCommitWrong(at: reader) })
            {
                chip.spoil()
            }
            if response == nil {
                powered.chip = nil
                if fate == .cardLeftBefore || fate == .cardLeftAfter {
                    powered.knockedUntil = now + Self.knock
                }
            }
            keep(chip, of: card, apdu: apdu, response: response, now: now)
            return PresentedCardReply(
                response: response, takes: AirTime.of(apdu, response ?? []))
        }
    }

    /// CommitTransaction (C7), answered with success (91 00).
    private static func commits(_ apdu: [UInt8], _ response: [UInt8]?) -> Bool {
        apdu.starts(with: [0x90, 0xC7]) && response?.suffix(2) == [0x91, 0x00]
    }

    /// - Returns: the chip's answer; nil when it did not reach the reader.
    private func exchange(
        _ apdu: [UInt8], with chip: any PoweredChip, fate: ExchangeFate
    ) -> [UInt8]? {
        switch fate {
        case .goesThrough:
            return chip.answer(apdu)
        case .deviceGone, .cardLeftBefore:
            chip.losePower()
            return nil
        case .cardLeftAfter, .powerFailedAfter:
            _ = chip.answer(apdu)
            chip.losePower()
            return nil
        }
    }

    private func lying(now: Duration) -> PhysicalCard? {
        machine.act(at: now) { $0.machine.cards(over: reader).first }
    }

    private func power(_ card: PhysicalCard, now: Duration) -> (any PoweredChip)? {
        if card.stock == .foreign { return ForeignChip(uid: card.uid) }
        let source = random()
        let memory = machine.act(at: now) { $0.chips.memory(of: card, random: source) }
        return memory.map { VirtualDESFire(memory: $0, random: source) }
    }

    private func keep(
        _ chip: any PoweredChip, of card: PhysicalCard, apdu: [UInt8], response: [UInt8]?,
        now: Duration
    ) {
        let memory = chip.kept
        machine.act(at: now) { contents in
            if let memory { contents.chips.keep(memory, of: card) }
            contents.machine.noteExchange(with: card.serial, apdu: apdu, response: response)
        }
    }
}
