import ArgumentParser
import CampusCard

/// `kiosk journal show`.
struct ShowJournal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the rows in words, oldest first.",
        discussion: """
            Each line has the row's number, its time in UTC, the end of the case's id, and what \
            happened. "event 7" marks what goes to the central store, under that number. A row \
            that newer software wrote is printed as it stands.

            Example:
              kiosk journal show --case 019a5c2e-77aa-7b10-8c2e-1f0d9a4b6c55
              kiosk journal show /mnt/stick/journal.sqlite --since 1200 --json

            Exit status: 0 when the rows are printed, 2 when the journal cannot be read.
            """
    )

    @OptionGroup var choice: JournalChoice

    @Option(name: .customLong("case"), help: "Only the rows of this case (the id on the receipt).")
    var caseID: String?

    @Option(help: "Begin with this row.")
    var since: Int64 = 1

    @Flag(help: "Print one JSON object for each row instead of words.")
    var json = false

    func validate() throws {
        guard since >= 1 else { throw ValidationError("--since takes a row's number, from 1") }
        if let caseID, CaseID.parse(caseID) == nil {
            throw ValidationError("'\(caseID)' is no case id")
        }
    }

    func run() async throws {
        try await choice.ask { journal in
            var question = RowsQuestion(since: since, caseID: caseID, json: json)
            while true {
                let page = try await journal.rows(question)
                page.lines.forEach { print($0) }
                guard let next = page.next else { return }
                question.since = next
            }
        }
    }
}
