import ArgumentParser

/// The central store's command line: serves kiosks, makes its keys and certificates, and shows and
/// settles cases.
@main
struct CentralStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "central-store",
        abstract: "The campus's card store: accounts, cards, money, and the list of stopped cards.",
        discussion: """
            Everything that a store keeps lies in one folder (--data): store.sqlite, keys/ and \
            certificates/. A new store needs, in this order:

              central-store keys init --data DIR
              central-store certificates init --data DIR --kiosk K-01
              central-store kiosk add K-01 --data DIR
              central-store serve --data DIR

            demo-data does the kiosk's registration too and loads 200 invented cardholders. \
            Every other command may be used while the store serves.

            Example:
              central-store suspects --data DIR

            Exit status: 0 when it is done, 1 when it could not be, 64 when the arguments are \
            wrong; some commands have more to say and tell it in their help.
            """,
        subcommands: [
            ServeCommand.self, DemoDataCommand.self, CertificatesCommand.self, KeysCommand.self,
            KioskCommand.self, SuspectsCommand.self, EvidenceCommand.self, CaseCommand.self,
            LedgerCommand.self, AccountCommand.self, BoundCardCommand.self, BackupCommand.self,
            RestoreCommand.self,
            ReplayCommand.self,
            ConflictsCommand.self, CheckConfigCommand.self,
        ])
}
