import ArgumentParser

/// Measurements: figures are taken here and nowhere in the tests.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure what the kiosk costs.",
        discussion: """
            Each of these prints figures with the bounds that they are judged by. Measure a \
            release build on an idle machine.

            Example:
              kiosk-lab bench case --fast 1000 --slow 20
            """,
        subcommands: [
            BenchCase.self, BenchIdle.self, BenchRecovery.self, BenchWorld.self, BenchCard.self,
        ])
}
