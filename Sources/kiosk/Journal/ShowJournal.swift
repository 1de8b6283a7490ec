import ArgumentParser
import CampusCard
import Journal
import KioskPorts

/// `kiosk journal show`.
struct ShowJournal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the rows in words, oldest first.",
        discussion: """
            Each line has the row's number, its time in UTC, the end of the case's id, and what \
            happened. "event 7" marks what goes to the central store, under that number. A row \
            that newer software wrote is printed as it stands.
            """
    )

    @OptionGroup var file: JournalFile

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

    func run() throws {
        try file.read { reader in
            try reader.forEachRow(since: since, of: caseID.flatMap(CaseID.parse)) { row in
                print(json ? row.jsonLine : row.line)
            }
        }
    }
}
