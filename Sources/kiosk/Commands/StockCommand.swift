import KioskPorts
import ArgumentParser

/// `kiosk stock`.
struct StockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock",
        abstract: "Tell the kiosk what is in its hopper and bin.",
        discussion: """
            The machine feels an empty hopper and a full bin, and counts what it moves; how many \
            cards really lie there, only a person can say.

            Example:
              kiosk stock count --hopper 50 --bin 0 --by chen
            """,
        subcommands: [Count.self])

    /// `kiosk stock count`.
    struct Count: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "count",
            abstract: "Book what a person counted.",
            discussion: """
                A hopper that nobody ever counted holds an unknown stock, and the kiosk replaces \
                nothing. Count after every filling and emptying. The count is kept in the journal \
                with the name of whoever vouches for it; where it differs from the books, the \
                journal keeps the difference as well. It is refused while a case is running.

                Example:
                  kiosk stock count --hopper 50 --bin 0 --by chen

                Exit status: 0 when it is booked, 1 when it is refused, 2 when no kiosk answers.
                """)

        @OptionGroup var configuration: ConfigurationOption

        @Option(help: "Blanks in the hopper, 0 to \(CountRequest.limit).")
        var hopper: Int?

        @Option(help: "Cards in the bin, 0 to \(CountRequest.limit).")
        var bin: Int?

        @Option(help: "Who counted: 1 to 32 letters, digits, '-', '_' or '.'.")
        var by: String

        func validate() throws {
            guard hopper != nil || bin != nil else {
                throw ValidationError("give --hopper, --bin or both")
            }
            if let fault = request.fault { throw ValidationError(fault) }
        }

        private var request: CountRequest { CountRequest(hopper: hopper, bin: bin, by: by) }

        func run() async throws {
            let installation = try configuration.read()
            let client = ControlClient(socket: installation.files.controlSocket)
            let answer = try await client.post(
                ControlPath.count, request, as: CountAnswer.self)
            if let refusal = answer.refusal {
                StandardError.write("kiosk: not booked: \(refusal)")
                throw ExitCode.failure
            }
            print("hopper \(answer.stock.remaining), bin \(answer.stock.inBin)")
        }
    }
}
