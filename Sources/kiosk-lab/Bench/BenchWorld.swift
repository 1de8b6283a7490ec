import ArgumentParser
import CampusFaults
import Foundation
import SimulatedCampus

/// What a case costs in a whole simulated world.
struct BenchWorld: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "world", abstract: "Measure a world of several kiosks with its faults.",
        discussion: """
            Runs one world on one thread of this process, as `simulate --tier B` runs many: \
            the production controllers, journals in memory, the store and the cryptography of \
            cards on both sides, under seeded faults. Prints the processor time of a case, and \
            the table of the world; with --shares also where that time goes.

            Example:
              kiosk-lab bench world --cases 500 --kiosks 3

            Exit status: 0 when the figures are printed, 1 when it could not be measured or an \
            invariant broke; it is not shrunk.
            """)

    @Option(help: "Visits of students.")
    var cases = 500

    @Option(help: "Kiosks of the campus.")
    var kiosks = 3

    @Option(help: "Decides everything.")
    var seed: UInt64 = 1

    @Option(help: "The faults: all, none, or NAME=RATE,…")
    var faults = "all"

    @Flag(help: "Sample the run with perf, and print the shares of what the time goes into.")
    var shares = false

    func validate() throws {
        guard (1...100_000).contains(cases) else {
            throw ValidationError("--cases is \(cases); it must be from 1 to 100000.")
        }
        guard (1...20).contains(kiosks) else {
            throw ValidationError("--kiosks is \(kiosks); it must be from 1 to 20.")
        }
    }

    func run() throws {
        if shares {
            let arguments = [
                "bench", "world", "--cases", "\(cases)", "--kiosks", "\(kiosks)", "--seed",
                "\(seed)", "--faults", faults,
            ]
            return print(try ProcessorShares.measure(arguments: arguments).text)
        }
        var settings = CampusWorldSettings(seed: seed)
        settings.cases = cases
        settings.kiosks = kiosks
        settings.faults = .drawn(try FaultRates(parsing: faults))
        let made = settings
        let (text, isWhole) = try OwnThread.run { try BenchWorld.measure(made) }
        print(text)
        if !isWhole { throw ExitCode.failure }
    }

    /// The figures, and whether nothing broke.
    private static func measure(
        _ settings: CampusWorldSettings
    ) throws -> (text: String, isWhole: Bool) {
        let start = ProcessUsage.now().processor
        let world = try World(
            settings,
            folder: FileManager.default.temporaryDirectory
                .appending(path: "kiosk-bench-\(UUID().uuidString)"))
        let report = world.run()
        let spent = ProcessUsage.now().processor - start
        let seconds = spent / .seconds(1)
        let digest = String(try world.digest(), radix: 16)
        let text = """
            \(report.table(elapsedSeconds: seconds, replay: "kiosk-lab replay --tier B"))
              processor time of a case  \(spent / max(report.cases, 1))
              digest  \(digest)
            """
        return (text, report.breaks.isEmpty)
    }
}
