import ArgumentParser

/// `kiosk journal`: looks into a journal and changes nothing.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Read the kiosk's journal: what happened, where the cards are, is it whole.",
        discussion: """
            The journal is the machine's memory: every case, every movement and every card, one \
            row each, chained by hashes and never changed. It holds no names, student numbers, \
            PINs or keys. These commands only read: a running kiosk is asked over its control \
            socket, the journal of a stopped one is opened as a file, and so is a file that you \
            name, for example one that was copied from another machine.

            Examples:
              kiosk journal show --config /etc/kiosk/kiosk.json --case 019a5c2e-...
              kiosk journal ledger
              kiosk journal verify /mnt/stick/journal.sqlite && echo whole
            """,
        subcommands: [ShowJournal.self, ShowLedger.self, VerifyJournal.self]
    )
}
