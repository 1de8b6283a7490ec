import ArgumentParser
import Journal

/// `kiosk journal ledger`.
struct ShowLedger: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Print where all cards are, as the journal books them.",
        discussion: """
            Hopper and bin, the sums over all cards, each card that is still in the machine or \
            unaccounted for, and every count that did not fit the books. The exit status is 1 \
            when something needs a person now: sums that do not balance, a card that nobody can \
            place, or a movement without an end; 2 when the journal cannot be read.
            """
    )

    @OptionGroup var file: JournalFile

    func run() throws {
        try file.read { reader in
            let ledger = try reader.ledger()
            ledger.lines.forEach { print($0) }
            if ledger.needsAttention { throw ExitCode.failure }
        }
    }
}
