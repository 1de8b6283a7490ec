import ArgumentParser
import Foundation

/// `kiosk status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Ask a running kiosk what it is doing.",
        discussion: """
            Prints one JSON object: the phase, the running case, the reasons why it is out of \
            service with their beginnings (milliseconds since 1970 UTC), whether the card reader \
            in each role answers, the stock as the journal books it, the troubles that it has \
            dealt with since it was started (how often, and what each means in Chinese and \
            English), and the address of the screen. The exit status is 0 when a card could be \
            replaced now, 1 when it could not, 2 when no kiosk answers.

            Example:
              kiosk status --config /etc/kiosk/kiosk.json
            """)

    @OptionGroup var configuration: ConfigurationOption

    func run() async throws {
        let installation = try configuration.read()
        let client = ControlClient(socket: installation.files.controlSocket)
        let answer = try await client.get(ControlPath.status, as: KioskStatus.self)
        print(try ControlMessages.text(answer))
        guard answer.canReplace else { throw ExitCode.failure }
    }
}
