import CampusCard
import CampusFaults
import CentralStore
import KioskCore

/// Who comes when, and what befalls a case beside the machine.
extension AbstractWorld {
    /// Draws the next student of a kiosk.
    func newVisit(person: Int? = nil) -> Visit {
        let chosen = person ?? dice.below(people.count)
        var how: Visit.Leaving?
        var fault: [FaultKind] = []
        if strikes(.studentWalksAway) {
            how = .walksAway
            fault = [.studentWalksAway]
        } else if strikes(.oldCardFound) {
            how = .findsOldCard
            fault = [.oldCardFound]
        } else if dice.once(in: 12) {
            how = .cancels
        }
        let stop = Visit.Stop.allCases[dice.below(Visit.Stop.allCases.count)]
        var visit = Visit(
            person: chosen, job: dice.once(in: 10) ? .reportLoss : .replaceLostCard,
            wrongPasswords: dice.once(in: 8) ? 1 + dice.below(3) : 0,
            leavesAt: how.map { (stop, $0) },
            takesAfter: dice.once(in: 15) ? nil : dice.milliseconds(800...20_000),
            asksForTime: dice.once(in: 20), isSecondKiosk: person != nil)
        visit.leavingFault = fault
        return visit
    }

    /// What happens to the student's business elsewhere, while it is under way here.
    func drawBusinessElsewhere(_ visit: Visit, at kiosk: AbstractKiosk) {
        let person = people[visit.person]
        if strikes(.lossReportedElsewhere) {
            after(dice.milliseconds(5_000...120_000)) { [self] in
                check { () throws(StoreFailure) in try reportLoss(person) }
            }
        }
        if strikes(.lostCardReleased) {
            // The one who stands here, or anybody.
            let found = dice.once(in: 2) ? person : people[dice.below(people.count)]
            after(dice.milliseconds(5_000...200_000)) { [self] in
                if check({ () throws(StoreFailure) in try releaseCard(of: found) }) == true {
                    tell(kiosk, "the desk gives \(found.account) the lost card back")
                }
            }
        }
        if strikes(.heldCaseReleased) {
            let (delay, asDelivered) = (dice.milliseconds(30_000...200_000), dice.once(in: 2))
            after(delay) { [self] in settleAtDesk(kiosk, asDelivered) }
        }
        if !visit.isSecondKiosk, kiosks.count > 1, strikes(.secondKiosk) {
            let other = kiosks[kiosk.number % kiosks.count]
            after(dice.milliseconds(10_000...90_000)) { [self] in
                guard other.visit == nil, other.isUp, !isEnding else { return }
                other.arrive(newVisit(person: visit.person))
            }
        }
    }

    /// The desk decides a committed case, rightly or not.
    private func settleAtDesk(_ kiosk: AbstractKiosk, _ asDelivered: Bool) {
        guard let caseID = kiosk.file?.caseID ?? kiosk.lastCase,
            check({ () throws(StoreFailure) in try settle(caseID, asDelivered) }) == true
        else { return }
        decidedAtDesk.insert(caseID)
        tell(kiosk, "the desk settles \(caseID) as \(asDelivered ? "delivered" : "released")")
    }

    /// A fresh card for a hopper, or one that is no blank of ours.
    func newCard(_ kind: PhysicalCard.Kind) -> PhysicalCard {
        lastSerial += 1
        switch kind {
        case .blank, .foreign:
            return PhysicalCard(
                serial: lastSerial, uid: WorldStore.uid(lastSerial), kind: kind)
        case .used, .cloned:
            let uid =
                issuedUIDs.isEmpty
                ? people[dice.below(people.count)].oldCard
                : issuedUIDs[dice.below(issuedUIDs.count)]
            return PhysicalCard(serial: lastSerial, uid: uid, kind: kind)
        }
    }

    /// A card out of a technician's box.
    func drawCard() -> PhysicalCard {
        for (fault, kind) in [
            (FaultKind.foreignBlank, PhysicalCard.Kind.foreign), (.usedBlank, .used),
            (.clonedBlank, .cloned),
        ] where strikes(fault) {
            return newCard(kind)
        }
        return newCard(.blank)
    }
}
