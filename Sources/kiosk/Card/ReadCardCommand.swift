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
            check it. The exit status is 1 when the card is another, or its records are not ours.

            Example:
              kiosk card read --profile kiosk-config/cards/desfire-a.json \\
                --job card.json --channel reader:OK-CCID-0042
            """)

    @OptionGroup var options: CardJobOptions

    func run() async throws {
        let (profile, job) = try options.read(for: .read)
        let key = job.key(.reading, of: profile)
        let contents = try await options.perform(
            ReadCard(uid: job.uid, readingKey: key, profile: profile, random: SystemRandom()))
        do {
            print(try CardText(contents, profile.format).json)
        } catch {
            StandardError.write("kiosk card: \(error)")
            throw ExitCode.failure
        }
    }
}

extension CardDeskJob {
    /// The key that a role has in this profile.
    func key(_ role: ApplicationKeyRole, of profile: CardProfile) -> SecretKey {
        guard let set = CardKeySet(keys, numbers: profile.keys) else {
            preconditionFailure("the job's file was taken with a key missing")
        }
        return set.key(role)
    }
}
