import ArgumentParser
import Foundation

/// How long a kiosk with a long journal takes from its start to a decided recovery.
struct BenchRecovery: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recovery",
        abstract: "Measure the start of a kiosk that was stopped in mid-case, with a long journal.",
        discussion: """
            Fills a journal on this machine's disk with replacements, ends the kiosk while a card \
            is being encoded, and starts it again. The time runs from opening the journal to the \
            decision of the recovery table, with the devices on virtual time, so that it is the \
            software's share alone.

            Example:
              kiosk-lab bench recovery --rows 100000 --starts 5

            Exit status: 0 when the figures are printed, 1 when it could not be measured.
            """)

    @Option(help: "Rows of the journal.")
    var rows = 100_000

    @Option(help: "How often the kiosk is ended and started.")
    var starts = 5

    @Option(help: "Decides interleavings and random bytes.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (100...10_000_000).contains(rows) else {
            throw ValidationError("--rows is \(rows); it must be from 100 to 10000000.")
        }
        guard (1...100).contains(starts) else {
            throw ValidationError("--starts is \(starts); it must be from 1 to 100.")
        }
    }

    func run() throws {
        print(try OwnThread.run { try measure() })
    }

    private func measure() throws -> String {
        let watch = RecoveryWatch()
        let series = try CaseSeries(seed: seed, motorScale: 100, log: watch.hear)
        let filled = try series.fill(rows: rows) { done in
            FileHandle.standardError.write(Data("\(done) of \(rows) rows\n".utf8))
        }
        var times: [Duration] = []
        for _ in 1...starts {
            try series.stopWhileEncoding()
            watch.begin()
            try series.startAgain()
            times.append(try watch.decided())
        }
        times.sort()
        return """
            a journal of \(filled) rows, \(starts) starts in mid-case
              start to a decided recovery  \(Self.text(times[times.count / 2])) in the middle, \
            \(Self.text(times[0])) to \(Self.text(times[times.count - 1]))
            """
    }

    private static func text(_ time: Duration) -> String {
        time.formatted(.units(allowed: [.milliseconds], width: .narrow))
    }
}
