import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import KioskConfiguration

/// `kiosk card update`.
struct UpdateCard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Rewrite the status of a card.",
        discussion: """
            The job needs status, which the card must hold now, and newStatus, which it holds \
            afterwards. A card that holds neither is refused and stays as it is; one that holds \
            the new status already is left so. The exit status is 0 when the card holds the new \
            status, 1 when it does not.

            Example:
              kiosk card update --profile kiosk-config/cards/desfire-a.json \\
                --job card.json --channel tcp:127.0.0.1:7816
            """)

    @OptionGroup var options: CardJobOptions

    func run() async throws {
        switch try options.readProfile() {
        case .desfire(let profile): tell(try await update(profile))
        case .fmcos(let profile): tell(try await update(profile))
        case .classic:
            throw CardJobOptions.refuse(
                "a MIFARE Classic card has no status; it is moved away from")
        case .transit:
            throw CardJobOptions.refuse("a transit or phone card is somebody else's: never written")
        }
    }

    private func tell(_ facts: UpdateStatusProcedure.Facts) {
        print("card \(facts.uid) \(facts.wroteInThisRun ? "holds" : "held") the new status")
    }

    private func update(_ profile: CardProfile) async throws -> UpdateStatusProcedure.Facts {
        let job: CardDeskJob<CardKeyGrant> = try options.readJob(for: .update)
        let (old, new) = try job.statuses
        let plan = StatusUpdatePlan(
            uid: job.uid, profile: profile, readingKey: job.key(.reading, of: profile),
            updatingKey: job.key(.updating, of: profile), old: old, new: new)
        return try await options.perform(UpdateCardStatus(plan: plan, random: SystemRandom()))
    }

    private func update(_ profile: FMCOSProfile) async throws -> UpdateStatusProcedure.Facts {
        let job: CardDeskJob<FMCOSDeskKeys> = try options.readJob(for: .update)
        let (old, new) = try job.statuses
        guard new.updateCounter > old.updateCounter else {
            throw CardJobOptions.refuse(
                "newStatus.updateCounter is \(new.updateCounter); it must be above that of status, "
                    + "\(old.updateCounter): of two copies the higher one counts")
        }
        let plan = FMCOSUpdatePlan(
            uid: job.uid, profile: profile, keys: job.keys.set, old: old, new: new)
        return try await options.perform(UpdateFMCOSStatus(plan: plan, random: SystemRandom()))
    }
}

extension CardDeskJob {
    /// What the card holds, and what it is to hold.
    fileprivate var statuses: (StatusRecord, StatusRecord) {
        get throws {
            guard let status, let newStatus else { throw ExitCode.failure }
            return (status, newStatus)
        }
    }
}
