import KioskConfiguration
import ArgumentParser
import Foundation

/// `kiosk run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the kiosk until SIGTERM or SIGINT.",
        discussion: """
            Checks the configuration, recovers what the last run left open, and serves. Standard \
            output tells the address of the screen, with the token that its browser needs; \
            standard error is the log, without names, numbers or keys.

            Under systemd (Type=notify, WatchdogSec=30) it tells when it is ready, and feeds the \
            watchdog only while its loop answers. A journal that cannot be written ends it with \
            status 1: the next start recovers.

            Example:
              kiosk run --config /etc/kiosk/kiosk.json --trace /tmp/usb.pcap

            Exit status: 0 after a signal, 1 when it cannot start or has to end.
            """)

    @OptionGroup var configuration: ConfigurationOption

    @Option(
        help: """
            Write the USB traffic to this pcap file, for Wireshark; keys and card contents are \
            left out. It takes the place of trace.file in the configuration. When it has grown to \
            half of trace.sizeLimitMegabytes it goes on as FILE.1, and a new file begins.
            """)
    var trace: String?

    func run() async throws {
        // Journal, receipts, socket and token are for the kiosk's own user.
        umask(0o077)
        let installation = try configuration.read()
        do {
            let service = try await KioskService(
                installation, trace: trace ?? installation.configuration.trace.file)
            try await service.run()
        } catch {
            StandardError.write("kiosk: \(error)")
            throw ExitCode.failure
        }
    }
}
