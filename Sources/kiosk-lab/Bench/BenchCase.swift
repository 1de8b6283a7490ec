import ArgumentParser
import Foundation

/// What one replacement costs, whether it grows, and how much time the controller adds.
struct BenchCase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Measure replacements: cost, growth, and time added.",
        discussion: """
            Runs a whole campus on virtual time in this process: the production controller, \
            journal, store and card cryptography over simulated devices. First many \
            replacements with fast motors for processor time, memory and journal rows; then a \
            few at true durations for the share of time that the controller adds over motors, \
            card and store.

            Example:
              kiosk-lab bench case --fast 1000 --slow 20

            Exit status: 0 when the figures are printed, 1 when it could not be measured.
            """)

    @Option(help: "Replacements with motors a hundred times as fast.")
    var fast = 1_000

    @Option(help: "Replacements with motors at their true speed.")
    var slow = 20

    @Option(help: "Decides interleavings and random bytes.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (10...100_000).contains(fast) else {
            throw ValidationError("--fast is \(fast); it must be from 10 to 100000.")
        }
        guard (1...10_000).contains(slow) else {
            throw ValidationError("--slow is \(slow); it must be from 1 to 10000.")
        }
    }

    func run() throws {
        let report = try OwnThread.run { try BenchCase.measure(fast, slow, seed) }
        print(report)
    }

    /// Both parts, one after the other.
    private static func measure(_ fast: Int, _ slow: Int, _ seed: UInt64) throws -> String {
        let growth = try CaseSeries(seed: seed, motorScale: 100).run(fast) { done in
            if done % 100 == 0 {
                FileHandle.standardError.write(Data("\(done) of \(fast) replacements\n".utf8))
            }
        }
        let times = try CaseSeries(seed: seed, motorScale: 1).run(slow) { _ in }
        return growth.costReport + "\n" + times.timeReport
    }
}
