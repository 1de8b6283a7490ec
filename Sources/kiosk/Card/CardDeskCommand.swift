import ArgumentParser

/// `kiosk card`.
struct CardDeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Try out a card profile, without a card and without a kiosk around it.",
        subcommands: [PlanCard.self])
}
