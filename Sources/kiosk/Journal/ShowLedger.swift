import ArgumentParser

/// `kiosk journal ledger`.
struct ShowLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Print where all cards are, as the journal books them.",
        discussion: """
            Hopper and bin, the sums over all cards, each card that is still in the machine or \
            unaccounted for, and every count that did not fit the books. The exit status is 1 \
            when something needs a person now: sums that do not balance, a card that nobody can \
            place, or a movement without an end; 2 when the journal cannot be read.

            Example:
              kiosk journal ledger --config /etc/kiosk/kiosk.json
            """
    )

    @OptionGroup var choice: JournalChoice

    func run() async throws {
        try await choice.ask { journal in
            let report = try await journal.ledger()
            report.lines.forEach { print($0) }
            guard report.isWell else { throw ExitCode.failure }
        }
    }
}
