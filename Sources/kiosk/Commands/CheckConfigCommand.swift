import ArgumentParser
import CardEncoding
import KioskConfiguration

/// `kiosk check-config`.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Say everything that is wrong with a configuration, at once.",
        discussion: """
            Reads the file and all files that it names: the card profile, the dispenser's \
            profiles, the certificate files, the texts. Each complaint names file, line, key, \
            value and bound; unknown keys are refused. No device is opened. The exit status is 0 \
            when `kiosk run` could start with it, 1 when it could not.

            With --keys it prints every key with its bound, its default and its meaning.

            Example:
              kiosk check-config /etc/kiosk/kiosk.json
              kiosk check-config --keys | less
            """)

    @Argument(help: "The configuration file.", completion: .file(extensions: ["json"]))
    var file: String?

    @Flag(help: "Describe every key instead.")
    var keys = false

    func validate() throws {
        guard keys != (file != nil) else { throw ValidationError("give a file, or --keys") }
    }

    func run() throws {
        guard let file else { return describe() }
        do throws(InstallationFaults) {
            let found = try Installation.read(configuration: file)
            found.cardProfile.warnings.forEach { StandardError.write("warning: \($0)") }
            print("\(file) is good: kiosk \(found.configuration.kiosk)")
        } catch {
            error.complaints.forEach(StandardError.write)
            StandardError.write("\(file): \(error.complaints.count) complaints")
            throw ExitCode.failure
        }
    }

    private func describe() {
        for key in KioskConfiguration.keys {
            print("\(key.path)\n    \(key.about)")
            print("    It is \(key.bound); default: \(key.fallback ?? "none, it must be there").")
        }
        print("\nThe card profile:\n")
        for key in CardProfile.keys {
            print("\(key.path)\n    \(key.about)")
            print("    It is \(key.bound); default: \(key.fallback ?? "none, it must be there").")
        }
    }
}
