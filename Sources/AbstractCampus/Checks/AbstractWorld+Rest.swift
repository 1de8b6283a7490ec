import CentralStore
import CampusCard
import CampusFaults
import KioskCore
import KioskPorts

/// What must hold when the faults have stopped for fifteen minutes: everything at rest, nothing lost, nothing held back.
extension AbstractWorld {
    func checkAtRest() {
        for kiosk in kiosks { checkAtRest(kiosk) }
        checkCases()
        for (account, count) in store.usableCards().sorted(by: { $0.key < $1.key }) {
            check(.k1, count <= 1, "\(account) has \(count) usable cards")
        }
        let stopped = store.goodAndStopped()
        check(.k1, stopped.isEmpty, "usable, lost by nobody, and stopped: \(stopped)")
        check(.k5, store.moneyAddsUp(), "balances, transfers and held fees do not add up")
    }

    private func checkAtRest(_ kiosk: AbstractKiosk) {
        check(
            .k11, kiosk.isUp && kiosk.state.phase == .idle,
            "\(kiosk.id) is in \(kiosk.state.phase), up \(kiosk.isUp)")
        check(.k11, kiosk.journal.open == nil, "\(kiosk.id) has an open case")
        check(.k7, kiosk.journal.openMovement == nil, "\(kiosk.id) has a motion without an end")
        check(
            .k12, kiosk.journal.outbox.isEmpty,
            "\(kiosk.id) still holds \(kiosk.journal.outbox.count) events")
        let taken = store.events(of: kiosk.id, kiosk.epoch).map(\.event)
        check(.k12, taken == kiosk.journal.facts, "the store has other events than \(kiosk.id)")
        checkDeliveries(kiosk)
        checkCardsInside(kiosk)
        checkHidden(kiosk)
    }

    /// A card that a blind sensor hid at the exit, and that was taken for delivered, shows when the sensor sees again: the
    /// kiosk serves nobody until a person has looked.
    private func checkHidden(_ kiosk: AbstractKiosk) {
        let isShown = kiosk.machine.atExit.contains { hiddenDeliveries.contains($0.serial) }
        check(
            .k3, !isShown || !kiosk.state.readiness.canReplace,
            "\(kiosk.id) shows a card at its exit that it says was delivered, and serves on")
    }

    /// K4, liveness: what was seen to be taken is captured, or waits for a person.
    private func checkDeliveries(_ kiosk: AbstractKiosk) {
        for (event, isApplied) in store.events(of: kiosk.id, kiosk.epoch) {
            guard case .delivered(let caseID, _, _) = event.fact,
                let facts = store.facts(of: caseID)
            else { continue }
            let isEnded =
                facts.stage == .delivered
                && facts.money == (facts.fee > .zero ? .captured : .none)
            check(
                .k4, isEnded || !isApplied && facts.hasOpenSuspect,
                "\(caseID) was delivered and is \(facts.stage), money \(facts.money)")
        }
    }

    /// K3, liveness: a card of ours that lies inside is void and listed, or its case is suspect; or a blind sensor hid it.
    private func checkCardsInside(_ kiosk: AbstractKiosk) {
        for card in kiosk.machine.cardsInside where card.kind == .blank {
            guard let known = store.card(card.uid) else { continue }
            let isDead = known.life == .cancelled && (known.isListed || !card.isWritten)
            check(
                .k3,
                isDead || isExcused(card.uid) || hiddenDeliveries.contains(card.serial),
                "\(card.uid) lies in \(kiosk.id) and is \(known.life), listed \(known.isListed)")
        }
    }

    /// The case of this card waits for a person, or a person has decided it.
    private func isExcused(_ uid: CardUID) -> Bool {
        store.allCases().contains { id, facts in
            facts.uid == uid && (facts.hasOpenSuspect || decidedAtDesk.contains(id))
        }
    }

    private func checkCases() {
        for (id, facts) in store.allCases() {
            switch facts.stage {
            case .opened, .bound:
                check(.k11, false, "\(id) is still \(facts.stage)")
            case .committed:
                check(.k11, facts.hasOpenSuspect, "\(id) is committed, and nobody acts next")
            case .delivered:
                check(.k4, facts.hasEvidence, "\(id) is delivered without evidence")
            case .unheard, .voided, .abandoned: break
            }
            checkMoney(id, facts.stage, facts.fee, facts.money)
        }
    }

    /// K5: held while live, captured when delivered, released else; nothing where no fee was due.
    private func checkMoney(_ id: CaseID, _ stage: CaseStage, _ fee: Money, _ money: MoneyEnd) {
        let due: MoneyEnd =
            switch stage {
            case _ where fee == .zero: .none
            case .opened, .bound, .committed: .held
            case .delivered: .captured
            case .voided, .abandoned, .unheard: .released
            }
        check(.k5, money == due, "\(id) is \(stage) with its money \(money)")
    }
}
