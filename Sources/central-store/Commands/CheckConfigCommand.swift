import ArgumentParser

/// `central-store check-config`
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check store.json and policy.json: every wrong value with its key and its bound.")

    @OptionGroup var options: StoreOptions

    func run() throws {
        _ = try options.store()
        _ = try options.policy()
        print("store.json and policy.json are good")
    }
}
