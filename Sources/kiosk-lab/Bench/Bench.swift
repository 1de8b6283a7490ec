import ArgumentParser

/// Measurements: figures are taken here and nowhere in the tests.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure what the kiosk costs.",
        subcommands: [
            BenchCase.self, BenchIdle.self, BenchRecovery.self, BenchWorld.self, BenchCard.self,
        ])
}
