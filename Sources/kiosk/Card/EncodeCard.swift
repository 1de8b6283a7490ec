import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import KioskConfiguration

/// `kiosk card encode`.
struct EncodeCard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Make a card of a blank.",
        discussion: """
            The job needs identity and status. A blank whose UID is not the job's, and a card that \
            holds another issue, are refused and stay as they are. The same job on a card that it \
            has made already finds it done. `kiosk card --help` shows a job file. The exit status \
            is 0 when the card is made and read back, 1 when it is not.

            Example:
              kiosk card encode --profile kiosk-config/cards/desfire-a.json \\
                --job card.json --channel tcp:127.0.0.1:7816
            """)

    @OptionGroup var options: CardJobOptions

    func run() async throws {
        let (profile, job) = try options.read(for: .encode)
        guard let identity = job.identity, let status = job.status else { throw ExitCode.failure }
        let grant = Personalisation(
            uid: job.uid, cardNumber: identity.record.cardNumber,
            issueNumber: identity.record.issueNumber,
            identityRecord: identity.record.encoded(
                seal: identity.seal, as: profile.identity.record
            ).hex,
            statusRecord: status.encoded(as: profile.status.record).hex, keys: job.keys)
        let plan: PersonalisationPlan
        do throws(PlanFault) {
            plan = try PersonalisationPlan(grant, profile: profile)
        } catch {
            StandardError.write("kiosk card: \(error)")
            throw ExitCode.failure
        }
        let facts = try await options.perform(PersonaliseCard(plan: plan, random: SystemRandom()))
        print("card \(facts.product.uid) is made, with keys of generation \(facts.generation)")
    }
}
