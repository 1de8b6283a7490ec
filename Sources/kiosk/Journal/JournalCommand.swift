import ArgumentParser
import Journal
import KioskPorts

/// `kiosk journal`: looks into a journal. Every subcommand opens the file read-only, so a running
/// kiosk is not disturbed.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Read the kiosk's journal: what happened, where the cards are, is it whole.",
        discussion: """
            The journal is the machine's memory: every case, every movement and every card, one \
            row each, chained by hashes and never changed. These commands only read it, and may \
            be used while the kiosk is running. It holds no names, student numbers, PINs or \
            keys.

              kiosk journal show /var/lib/kiosk/journal.sqlite --case 019a5c2e-...
              kiosk journal ledger /var/lib/kiosk/journal.sqlite
              kiosk journal verify /var/lib/kiosk/journal.sqlite && echo whole
            """,
        subcommands: [ShowJournal.self, ShowLedger.self, VerifyJournal.self]
    )
}

/// Which journal to read.
struct JournalFile: ParsableArguments {
    @Argument(
        help: "The journal's file: journal.sqlite in the kiosk's folder.",
        completion: .file(extensions: ["sqlite"]))
    var journal: String

    /// What a command ends with when the journal cannot be read.
    static let unreadable = ExitCode(2)

    /// Opens the journal and runs the command on it; a journal that cannot be read is reported on
    /// standard error.
    func read(_ body: (JournalReader) throws -> Void) throws {
        do {
            try body(try JournalReader(path: journal))
        } catch let fault as JournalFault {
            StandardError.write("\(fault)")
            throw Self.unreadable
        }
    }
}
