import ArgumentParser

/// `kiosk journal verify`.
struct VerifyJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that nobody has changed the journal.",
        discussion: """
            Walks the chain of hashes from the first row and names every row that was edited, \
            dropped, moved or replaced, a torn tail, events out of order, missing rules, and \
            damage that SQLite itself finds. The exit status is 0 when the journal is whole, 1 \
            when it is not, 2 when it cannot be read.
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
