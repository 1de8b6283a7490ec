import ArgumentParser

/// The kiosk's program.
@main
struct KioskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "Run the machine that replaces lost campus cards, and look after it.",
        discussion: """
            `run` is the service: it serves the student's screen, moves cards, writes them, prints \
            receipts, and keeps a journal of all of it. The other commands talk to a running kiosk \
            over its control socket, or read its files.

            Example, bringing up a new kiosk:
              kiosk check-config /etc/kiosk/kiosk.json
              kiosk devices --config /etc/kiosk/kiosk.json
              kiosk run --config /etc/kiosk/kiosk.json
              kiosk stock count --config /etc/kiosk/kiosk.json --hopper 50 --bin 0 --by li
              kiosk status --config /etc/kiosk/kiosk.json

            Exit status: 0 when all is well, 1 when it is not, 64 when the arguments are wrong; \
            each command tells more in its help.
            """,
        subcommands: [
            RunCommand.self, CheckConfigCommand.self, StatusCommand.self, StockCommand.self,
            DevicesCommand.self, TraceCommand.self, JournalCommand.self, CardDeskCommand.self,
        ])
}
