import CampusCard
import CardEncoding
import KioskCore
import KioskPorts

/// A reader that is pulled in the middle of a card is waited for: the card lies still, and the job resumes where the card
/// says it is.
enum ReaderReach {
    static let attemptLimit = 20
    static let pause: Duration = .seconds(1)
}

extension KioskController {
    /// Reads who the blank is.
    func readBlank() async {
        var job = ReadBlankIdentity(
            profile: settings.cardProfile, transportVersion: TransportKey.factory.version,
            generation: settings.keyGeneration, random: equipment.random())
        switch await perform(&job) {
        case .done(let blank):
            guard let ref = caseFile?.card?.ref else { return }
            caseFile?.card?.uid = blank.uid
            guard record([.cardIdentified(ref, blank.uid)]) else { return }
            // A card that another case began belongs to that case, and it is over (K8).
            let isFit = count(blank) && !isWithheld(blank.uid, from: ref)
            deliver(.device(isFit ? .blankRead : .blankRejected(.unusable)))
        case .fault(let fault, let readerGone):
            equipment.log("\(fault)")
            if let ref = caseFile?.card?.ref, let uid = fault.knowledge.uid {
                caseFile?.card?.uid = uid
                record([.cardIdentified(ref, uid)])
            }
            deliver(.device(.blankRejected(readerGone ? .readerGone : .unusable)))
        case .ended: return
        }
        await equipment.readPosition.deactivate()
    }

    /// The journal has issued, retained or spoiled this UID before. A journal that cannot say ends the controller.
    private func isWithheld(_ uid: CardUID, from card: CardRef) -> Bool {
        do {
            let isWithheld = try equipment.journal.isWithheld(uid, from: card)
            if isWithheld { equipment.troubles.count(.blankWithheld) }
            return isWithheld
        } catch {
            fail(error)
            return true
        }
    }

    /// Whether the blank is one; what it is instead is counted.
    private func count(_ blank: BlankIdentity) -> Bool {
        if blank.finding != .fresh { equipment.troubles.count(.blankUsed) }
        return blank.finding == .fresh
    }

    /// Makes the card and reads it back.
    func encodeCard() async {
        guard let made = caseFile?.personalisation else { return }
        let plan: PersonalisationPlan
        do {
            plan = try PersonalisationPlan(made, profile: settings.cardProfile)
        } catch {
            equipment.log("\(error)")
            deliver(
                .device(
                    .encodingFailed(EncodingFailure(identityMayBeWritten: false, cause: .card))))
            return
        }
        var job = PersonaliseCard(plan: plan, random: equipment.random())
        switch await perform(&job) {
        case .done:
            caseFile?.noteSpoiled()
            deliver(.device(.encoded))
        case .fault(let fault, let readerGone):
            equipment.log("\(fault)")
            let shown = fault.knowledge.mayShowNewContents
            if shown { caseFile?.noteSpoiled() }
            deliver(
                .device(
                    .encodingFailed(
                        EncodingFailure(
                            identityMayBeWritten: shown, cause: readerGone ? .readerGone : .card))))
        case .ended: return
        }
        await equipment.readPosition.deactivate()
    }

    /// How a job on a card ended.
    private enum Performed<Facts> {
        case done(Facts)
        case fault(EncodingFault, readerGone: Bool)
        /// The controller is ending.
        case ended
    }

    /// Carries a job to its end: each request of the job in turn, checkpoints on disk before it goes on.
    private func perform<Procedure: CardProcedure>(
        _ job: inout CardJob<Procedure>
    ) async -> Performed<Procedure.Facts> {
        var input = EncodingInput.begin
        var readerGone = false
        while failure == nil, !Task.isCancelled {
            switch job.next(input) {
            case .done(let facts):
                if job.recoveries > 0 { equipment.troubles.count(.cardResumed) }
                return .done(facts)
            case .fault(let fault):
                if let trouble = fault.cause.trouble { equipment.troubles.count(trouble) }
                return .fault(fault, readerGone: readerGone)
            case .checkpoint(let checkpoint):
                guard recordCheckpoint(checkpoint) else { return .ended }
                input = .recorded
            case .resetField:
                if input.isAnswer { equipment.troubles.count(.cardRefused) }
                let fault = await resetField()
                readerGone = fault?.kind == .readerGone
                input = fault == nil ? .fieldReset : .lost
            case .transmit(let apdu, _):
                do {
                    input = .answer(try await equipment.readPosition.transmit(apdu))
                } catch {
                    equipment.log("\(error)")
                    equipment.troubles.count(.cardLost)
                    readerGone = error.kind == .readerGone
                    input = .lost
                }
            }
        }
        return .ended
    }

    /// Activates the card anew, waiting for a reader that was pulled; what went wrong, or nil.
    private func resetField() async -> CardChannelFault? {
        var last = CardChannelFault(.readerGone, detail: "activating the card")
        for _ in 1...ReaderReach.attemptLimit {
            do {
                _ = try await equipment.readPosition.activate()
                return nil
            } catch {
                last = error
                if error.kind == .cardLost { equipment.troubles.count(.cardLost) }
                equipment.log("\(error)")
                guard error.kind == .readerGone else { return error }
            }
            guard (try? await equipment.clock.sleep(for: ReaderReach.pause)) != nil else { break }
        }
        return last
    }

    private func recordCheckpoint(_ checkpoint: EncodingCheckpoint) -> Bool {
        guard let file = caseFile, let card = file.card?.ref else { return false }
        var rows: [JournalEntry] = [
            .checkpoint(card, file.caseID, step: checkpoint.rawValue)
        ]
        if checkpoint == .contentsCommit { rows.append(.identityMayBeWritten(card, file.caseID)) }
        return record(rows)
    }
}

extension CaseFile {
    /// The card at hand may show an identity: unless it is committed, its number is spoiled.
    mutating func noteSpoiled() {
        guard let uid = card?.uid, !spoiled.contains(uid) else { return }
        spoiled.append(uid)
    }
}
