import CampusCard
import CardPrimitives
import KioskCore
import KioskPorts

/// The one place where commands become deeds.
extension KioskController {
    func run(_ command: Command) {
        switch command {
        case .call(let call): start { await $0.makeCall(call) }
        case .feedBlank: start { await $0.feedBlank() }
        case .readBlank: start { await $0.readBlank() }
        case .encode: start { await $0.encodeCard() }
        case .presentCard: start { await $0.presentCard() }
        case .watchExit: watchExit()
        case .stopWatchingExit: exitWatch?.cancel()
        case .retainCard: start { await $0.retainCard() }
        case .keepReport: keepReport()
        case .printSlip(let slip, let outcome): start { await $0.printSlip(slip, outcome) }
        case .startTimer(let name): startTimer(name)
        case .cancelTimer(let name): timers.cancel(name)
        case .forgetStudent: caseFile = nil
        // These were carried out with the journal, before the first command.
        case .publish, .beginCase, .endCase: break
        }
    }

    /// The rows that a transition makes true, in one transaction.
    func entries(for commands: [Command]) -> [JournalEntry] {
        commands.flatMap { command -> [JournalEntry] in
            switch command {
            case .beginCase(let job): [begin(job)]
            case .publish(let fact): entries(publishing: fact)
            case .endCase(let outcome): end(outcome)
            case .call, .feedBlank, .readBlank, .encode, .presentCard, .watchExit,
                .stopWatchingExit, .retainCard, .keepReport, .printSlip, .startTimer, .cancelTimer,
                .forgetStudent:
                []
            }
        }
    }

    /// A new case; a student who is still logged in stays so.
    private func begin(_ job: Job) -> JournalEntry {
        var random = equipment.random()
        let id = UUIDv7.text(
            milliseconds: equipment.clock.wallMilliseconds(),
            random: random.bytes(UUIDv7.randomByteCount))
        var file = CaseFile(caseID: CaseID(validated: id), job: job)
        file.student = caseFile?.student
        file.typedNumber = caseFile?.typedNumber
        file.sealedReport = caseFile?.sealedReport
        caseFile = file
        return .caseBegun(file.caseID, job)
    }

    private func end(_ outcome: Outcome) -> [JournalEntry] {
        guard let file = caseFile else { return [] }
        caseFile?.personalisation = nil
        caseFile?.credentials = nil
        caseFile?.newPassword = nil
        return [.caseEnded(file.caseID, ending: outcome.name)]
    }

    private func entries(publishing fact: Fact) -> [JournalEntry] {
        guard let file = caseFile else {
            preconditionFailure("A fact was published without a case")
        }
        switch fact {
        case .delivered:
            guard let card = file.card, let uid = card.uid else {
                preconditionFailure("A card was delivered that was never identified")
            }
            return [
                .custodyChanged(card.ref, .delivered),
                .fact(.delivered(caseID: file.caseID, uid: uid, evidence: .takenSeenLive)),
            ]
        case .voided:
            return [.fact(.voided(caseID: file.caseID, uid: file.card?.uid))]
        case .abandoned(let reason):
            if reason == .oldCardFound { equipment.troubles.count(.oldCardFound) }
            return [
                .fact(.abandoned(caseID: file.caseID, reason: reason, spoiled: file.spoiled))
            ]
        case .suspected:
            guard let card = file.card, let uid = card.uid else {
                preconditionFailure("A card was suspected that was never identified")
            }
            return [
                .custodyChanged(
                    card.ref, .unaccounted(possible: [.path, .exit, .bin, .outside])),
                .fact(.suspected(caseID: file.caseID, uid: uid)),
                .fact(.stock(.unaccounted(card: card.ref, uid: uid))),
            ]
        }
    }

    private func startTimer(_ name: TimerName) {
        let duration = settings.durations.duration(of: name)
        let number = timers.nextNumber()
        let clock = equipment.clock
        let task = Task(executorPreference: equipment.executor) {
            guard (try? await clock.sleep(for: duration)) != nil else { return }
            await self.fired(name, number: number)
        }
        timers.started(
            name, number: number, firesAt: clock.monotonic() + duration, task: task)
    }

    private func fired(_ name: TimerName, number: Int) {
        guard timers.take(name, number: number) else { return }
        let before = state.phase
        let transition = deliver(.timerFired(name))
        // Whoever lets the last page close by itself has what they came for.
        if name == .countdown, transition.refusal == nil, !before.showsOutcome {
            equipment.troubles.count(.studentLeft)
        }
    }
}

extension Phase {
    /// The page that says how the case ended.
    fileprivate var showsOutcome: Bool { if case .showing = self { true } else { false } }
}
