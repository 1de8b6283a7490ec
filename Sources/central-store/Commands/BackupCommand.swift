import ArgumentParser
import CentralStore

/// `central-store backup`
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write the whole database into one file, while the store serves.",
        discussion: """
            The file holds the database as it is at one moment, is checked, and may be read by \
            its owner only. Keys and certificates are not in it: keep keys/ apart from the \
            backups, since whoever has both can copy every card. An existing file is never \
            overwritten.

            Example:
              central-store backup --to /mnt/backup/store-$(date +%F).sqlite

            Exit status: 0 when it is done, 1 when it could not be; standard error says why.
            """)

    @OptionGroup var options: StoreOptions
    @Option(name: .customLong("to"), help: "The file to write.")
    var target: String

    func run() throws {
        let desk = try options.desk()
        try desk.backUp(to: target)
        print("wrote \(target), a backup of life \(try desk.replay().number) of the store")
    }
}
