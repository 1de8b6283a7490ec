import ArgumentParser
import Foundation
import KioskConfiguration

/// Which configuration a command works with.
struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"), help: "The kiosk's configuration file.",
        completion: .file(extensions: ["json"]))
    var file = "/etc/kiosk/kiosk.json"

    /// Reads the file and everything that it names. All that is wrong is told on standard error.
    func read() throws -> Installation {
        do throws(InstallationFaults) {
            return try Installation.read(configuration: file)
        } catch {
            error.complaints.forEach(StandardError.write)
            throw ExitCode.failure
        }
    }
}
