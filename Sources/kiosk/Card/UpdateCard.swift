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
        let (profile, job) = try options.read(for: .update)
        guard let old = job.status, let new = job.newStatus else { throw ExitCode.failure }
        let plan = StatusUpdatePlan(
            uid: job.uid, profile: profile, readingKey: job.key(.reading, of: profile),
            updatingKey: job.key(.updating, of: profile), old: old, new: new)
        let facts = try await options.perform(
            UpdateCardStatus(plan: plan, random: SystemRandom()))
        print("card \(facts.uid) \(facts.wroteInThisRun ? "holds" : "held") the new status")
    }
}
