import ArgumentParser
import CampusCard
import CardEncoding
import CardPrimitives
import KioskConfiguration

/// `kiosk card read`.
struct ReadCardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Print what a card holds, as a terminal reads it.",
        discussion: """
            The job needs uid and keys only. Prints one JSON object with identity and status as a \
            job file has them; it is personal. The seal is shown unchecked: only the store can \
            check it. Of a MIFARE Classic card it prints its one record, of a transit or phone \
            card the application and the number by which it would be bound. The exit status is 1 \
            when the card is another, or its records are not ours.

            Example:
              kiosk card read --profile kiosk-config/cards/desfire-a.json \\
                --job card.json --channel reader:OK-CCID-0042
            """)

    @OptionGroup var options: CardJobOptions

    func run() async throws {
        do {
            print(try await text(of: options.readProfile()))
        } catch let fault as RecordFault {
            throw CardJobOptions.refuse("\(fault)")
        }
    }

    private func text(of profile: CardFamilyProfile) async throws -> String {
        switch profile {
        case .desfire(let profile): try await read(profile)
        case .fmcos(let profile): try await read(profile)
        case .classic(let profile): try await read(profile)
        case .transit(let applications):
            try await options.perform(
                ReadTransitCard(applications: applications, random: SystemRandom())
            ).json
        }
    }

    private func read(_ profile: CardProfile) async throws -> String {
        let job: CardDeskJob<CardKeyGrant> = try options.readJob(for: .read)
        let contents = try await options.perform(
            ReadCard(
                uid: job.uid, readingKey: job.key(.reading, of: profile), profile: profile,
                random: SystemRandom()))
        return try CardText(contents, profile.format).json
    }

    private func read(_ profile: FMCOSProfile) async throws -> String {
        let job: CardDeskJob<FMCOSDeskKeys> = try options.readJob(for: .read)
        let contents = try await options.perform(
            ReadFMCOSCard(
                uid: job.uid, keys: job.keys.set, profile: profile, random: SystemRandom()))
        return try CardText(contents, profile).json
    }

    private func read(_ profile: ClassicProfile) async throws -> String {
        let job: CardDeskJob<ClassicDeskKeys> = try options.readJob(for: .read)
        let record = try await options.perform(
            ReadClassicCard(
                uid: job.uid, profile: profile, readingKey: job.keys.sector.a,
                random: SystemRandom()))
        return try ClassicText(job.uid, record).json
    }
}

extension CardDeskJob where Keys == CardKeyGrant {
    /// The key that a role has in this profile.
    func key(_ role: ApplicationKeyRole, of profile: CardProfile) -> SecretKey {
        guard let set = CardKeySet(keys, numbers: profile.keys) else {
            preconditionFailure("the job's file was taken with a key missing")
        }
        return set.key(role)
    }
}
