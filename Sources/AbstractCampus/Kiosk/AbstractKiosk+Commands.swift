import CampusFaults
import CampusCard
import KioskCore
import KioskPorts

/// The one place where commands become deeds.
extension AbstractKiosk {
    func run(_ command: Command) {
        switch command {
        case .call(let call): make(call)
        case .feedBlank: reachDispenser { $0.feedBlank(isReached: $1) }
        case .readBlank: readBlank()
        case .encode: encode()
        case .presentCard: reachDispenser { $0.presentCard(isReached: $1) }
        case .watchExit: watchExit()
        case .stopWatchingExit: watch?.isOver = true
        case .retainCard: reachDispenser { $0.retainCard(isReached: $1) }
        case .keepReport: keepReport()
        case .printSlip(let slip, _): printSlip(slip)
        case .startTimer(let name): startTimer(name)
        case .cancelTimer(let name): cancelTimer(name)
        case .forgetStudent:
            file = nil
            review()
        case .publish, .beginCase, .endCase: break
        }
    }

    /// The rows that a transition makes true, in one transaction.
    func entries(for commands: [Command]) -> [JournalEntry] {
        var rows: [JournalEntry] = []
        for command in commands {
            switch command {
            case .beginCase(let job): rows.append(begin(job))
            case .publish(let fact): rows += entries(publishing: fact)
            case .endCase(let outcome): rows += end(outcome)
            case .call, .feedBlank, .readBlank, .encode, .presentCard, .watchExit,
                .stopWatchingExit, .retainCard, .keepReport, .printSlip, .startTimer, .cancelTimer,
                .forgetStudent:
                break
            }
        }
        return rows
    }

    private func begin(_ job: Job) -> JournalEntry {
        var notes = CaseNotes(newCaseID(), job)
        notes.session = file?.session
        notes.sealedReport = file?.sealedReport
        file = notes
        world.begunCases += 1
        return .caseBegun(notes.caseID, job)
    }

    private func end(_ outcome: Outcome) -> [JournalEntry] {
        guard let file else { return [] }
        world.endings[outcome.name, default: 0] += 1
        return [.caseEnded(file.caseID, ending: outcome.name)]
    }

    private func entries(publishing fact: Fact) -> [JournalEntry] {
        guard let file else { preconditionFailure("a fact was published without a case") }
        switch fact {
        case .delivered:
            guard let card = file.card, let uid = card.uid else {
                preconditionFailure("a card was delivered that was never identified")
            }
            checkInHand(card)
            return [
                .custodyChanged(card.ref, .delivered),
                .fact(.delivered(caseID: file.caseID, uid: uid, evidence: .takenSeenLive)),
            ]
        case .voided: return [.fact(.voided(caseID: file.caseID, uid: file.card?.uid))]
        case .abandoned(let reason):
            return [.fact(.abandoned(caseID: file.caseID, reason: reason, spoiled: file.spoiled))]
        case .suspected:
            guard let card = file.card, let uid = card.uid else {
                preconditionFailure("a card was suspected that was never identified")
            }
            return [
                .custodyChanged(
                    card.ref, .unaccounted(possible: [.path, .exit, .bin, .outside])),
                .fact(.suspected(caseID: file.caseID, uid: uid)),
                .fact(.stock(.unaccounted(card: card.ref, uid: uid))),
            ]
        }
    }

    /// K3 and K4 against the truth: only a card in a hand is said to be delivered, but for one that its blind sensor
    /// hides at the exit. One sensor sees the exit, so that is as far as evidence goes; how it comes to light is checked
    /// at rest.
    private func checkInHand(_ card: CaseNotes.Card) {
        if machine.isBlind(.exit, at: world.now),
            let hidden = machine.atExit.first(where: { $0.serial == card.serial })
        {
            world.hiddenDeliveries.insert(hidden.serial)
            return
        }
        let isInHand = card.serial.map { world.inHands.contains($0) } ?? false
        world.check(
            .k3, isInHand, "\(id) says that \(card.ref) was delivered, and no hand has it")
        world.check(.k4, isInHand, "\(id) would capture a fee for a card that no hand has")
    }
}
