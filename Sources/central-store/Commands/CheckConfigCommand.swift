import ArgumentParser
import CampusCard

/// `central-store check-config`
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check a store's settings: every wrong value with its key and its bound.",
        discussion: """
            Before a start, and after every change: store.json, policy.json and the card profile \
            that store.json names. All complaints about a file come at once, each with key, value \
            and bound; unknown keys are refused. Nothing is opened or changed.

            Example:
              central-store check-config --config kiosk-config/store

            Exit status: 0 when all three files are good, 1 when one is not.
            """)

    @OptionGroup var options: StoreOptions

    func run() throws {
        let store = try options.store()
        _ = try options.policy()
        let cards = try options.cardFormat(store)
        print(
            "store.json, policy.json and the card profile are good; cards carry the application "
                + "\(cards.applicationID)")
    }
}
