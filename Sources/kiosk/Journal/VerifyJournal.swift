import ArgumentParser
import Journal

/// `kiosk journal verify`.
struct VerifyJournal: ParsableCommand {
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

    @OptionGroup var file: JournalFile

    func run() throws {
        try file.read { reader in
            let findings = try reader.verify()
            findings.forEach { print($0) }
            guard findings.isEmpty else { throw ExitCode.failure }
            print("the journal is whole")
        }
    }
}
