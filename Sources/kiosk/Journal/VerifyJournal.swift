import ArgumentParser

/// `kiosk journal verify`.
struct VerifyJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that nobody has changed the journal.",
        discussion: """
            Walks the chains of hashes, of the rows and of what the store has acknowledged, from \
            their first lines and names every line that was edited, dropped, moved or replaced, a \
            torn tail, events out of order, missing rules, and damage that SQLite itself finds. A \
            journal that is not whole is evidence: copy the file before you do anything else.

            Example:
              kiosk journal verify /mnt/stick/journal.sqlite && echo whole

            Exit status: 0 when the journal is whole, 1 when it is not, 2 when it cannot be read.
            """
    )

    @OptionGroup var choice: JournalChoice

    func run() async throws {
        try await choice.ask { journal in
            let report = try await journal.verify()
            report.lines.forEach { print($0) }
            guard report.isWell else { throw ExitCode.failure }
        }
    }
}
