import ArgumentParser

/// `kiosk trace dump`.
struct DumpTrace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Have a running kiosk write down its newest USB traffic.",
        discussion: """
            The kiosk writes what it holds in memory (trace.memoryMegabytes of the configuration) \
            into trace.dumpFolder, or into traces in its own folder, and goes on; the path of the \
            file is printed. Use it when a machine behaves oddly without a fault: a fault of a \
            device dumps by itself. Of the dumps the newest trace.dumpLimitFiles are kept.

            Example:
              kiosk trace dump --config /etc/kiosk/kiosk.json

            Exit status: 0 when it is written, 1 when that failed, 2 when no kiosk answers.
            """)

    @OptionGroup var configuration: ConfigurationOption

    func run() async throws {
        let client = ControlClient(socket: try configuration.read().files.controlSocket)
        print(try await client.post(.traceDump, as: TraceDumpAnswer.self).file)
    }
}
