import ArgumentParser

/// `central-store check-config`
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check store.json and policy.json: every wrong value with its key and its bound.",
        discussion: """
            Before a start, and after every change. All complaints come at once, each with key, \
            value and bound; unknown keys are refused. Nothing is opened or changed.

            Example:
              central-store check-config --config kiosk-config/store

            Exit status: 0 when both files are good, 1 when one is not.
            """)

    @OptionGroup var options: StoreOptions

    func run() throws {
        _ = try options.store()
        _ = try options.policy()
        print("store.json and policy.json are good")
    }
}
