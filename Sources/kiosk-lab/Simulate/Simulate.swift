import ArgumentParser
import CampusFaults
import Foundation

/// Worlds with faults, thousands of them, and what they have shown.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Run a simulated campus with faults, case after case.",
        discussion: """
            Cases are run in worlds, each from a seed of its own, beginning with --seed; a world \
            that breaks an invariant is shrunk to the shortest schedule of faults found, and \
            printed with the command that replays it. One process runs for each core.

            Example:
              kiosk-lab simulate --tier B --cases 5000 --seed 1 --faults powerCut=0.05

            Exit status: 0 when nothing broke, 1 when an invariant did.
            """)

    @OptionGroup var world: WorldOptions

    @Option(help: "How many cases, rounded up to whole worlds.")
    var cases = 10_000

    @Option(help: "The seed of the first world; the next has the next number.")
    var seed: UInt64 = 1

    @Option(help: "How many processes; one for each core by default.")
    var jobs = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: .hidden)
    var asPart = false

    func validate() throws {
        guard (1...100_000_000).contains(cases) else {
            throw ValidationError("--cases is \(cases); it must be from 1 to 100000000.")
        }
        guard (1...256).contains(jobs) else {
            throw ValidationError("--jobs is \(jobs); it must be from 1 to 256.")
        }
    }

    func run() async throws {
        let run = SimulationRun(world: world, cases: cases, firstSeed: seed)
        if asPart { return try SimulationPart(run: run).work() }
        let begin = ContinuousClock.now
        let report =
            jobs == 1 || run.worlds == 1
            ? run.report { Self.show($0, of: run) }
            : try await SimulationCrew(run: run, jobs: jobs).report { Self.show($0, of: run) }
        let elapsed = (ContinuousClock.now - begin) / .seconds(1)
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
        print(report.table(elapsedSeconds: elapsed, replay: "kiosk-lab replay \(world.asWritten)"))
        if !report.breaks.isEmpty { throw ExitCode.failure }
    }

    private static func show(_ done: Int, of run: SimulationRun) {
        let percent = 100 * done / max(1, run.worlds)
        FileHandle.standardError.write(
            Data("\r\(done) of \(run.worlds) worlds (\(percent) %)".utf8))
    }
}
