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
        switch try options.readProfile() {
        case .desfire(let profile): try await make(profile)
        case .fmcos(let profile): try await make(profile)
        case .classic(let profile): try await make(profile)
        case .transit:
            throw CardJobOptions.refuse("a transit or phone card is somebody else's: never written")
        }
    }

    private func make(_ profile: CardProfile) async throws {
        let job: CardDeskJob<CardKeyGrant> = try options.readJob(for: .encode)
        let (identity, status) = try job.contents
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
            throw CardJobOptions.refuse("\(error)")
        }
        let facts = try await options.perform(PersonaliseCard(plan: plan, random: SystemRandom()))
        print("card \(facts.product.uid) is made, with keys of generation \(facts.generation)")
    }

    private func make(_ profile: FMCOSProfile) async throws {
        let job: CardDeskJob<FMCOSDeskKeys> = try options.readJob(for: .encode)
        let (identity, status) = try job.contents
        let plan = FMCOSPersonalisationPlan(
            uid: job.uid, profile: profile, transport: job.keys.transport, keys: job.keys.set,
            identity: identity.record, seal: identity.seal, status: status)
        let facts = try await options.perform(PersonaliseFMCOS(plan: plan, random: SystemRandom()))
        print("card \(facts.uid) is made")
    }

    private func make(_ profile: ClassicProfile) async throws {
        let job: CardDeskJob<ClassicDeskKeys> = try options.readJob(for: .encode)
        let (identity, status) = try job.contents
        let plan = ClassicPlan(
            uid: job.uid, profile: profile,
            record: ClassicRecord(
                cardNumber: identity.record.cardNumber, issueNumber: identity.record.issueNumber,
                isStopped: status.flag != .clear, seal: identity.seal),
            keys: job.keys.sector, directoryWriting: job.keys.directoryWriting)
        let facts = try await options.perform(
            PersonaliseClassic(plan: plan, random: SystemRandom()))
        print("card \(facts.uid) is made; no new card is issued on MIFARE Classic")
    }
}

extension CardDeskJob {
    /// What a card is to hold.
    var contents: (SealedIdentity, StatusRecord) {
        get throws {
            guard let identity, let status else { throw ExitCode.failure }
            return (identity, status)
        }
    }
}
