import CampusFaults
import Foundation

/// Processes that share a run: one for each core, each with seeds of its own.
struct SimulationCrew {
    let run: SimulationRun
    let jobs: Int

    /// - Parameter progress: hears how many worlds are done.
    func report(_ progress: (Int) -> Void) async throws -> SimulationReport {
        var whole = SimulationReport()
        for try await part in try started() {
            whole += part
            progress(whole.worlds)
        }
        return whole
    }

    /// What the parts have found, as they find it; ends when all of them have.
    private func started() throws -> AsyncThrowingStream<SimulationReport, any Error> {
        let parts = try shares().map(start)
        return AsyncThrowingStream { found in
            let watch = Task {
                do {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for part in parts {
                            group.addTask { try await part.follow { found.yield($0) } }
                        }
                        try await group.waitForAll()
                    }
                    found.finish()
                } catch {
                    found.finish(throwing: error)
                }
            }
            found.onTermination = { _ in watch.cancel() }
        }
    }

    /// The seeds of each process.
    private func shares() -> [Range<UInt64>] {
        let count = UInt64(min(jobs, run.worlds))
        let (first, all) = (run.seeds.lowerBound, UInt64(run.worlds))
        return (0..<count).map { first + all * $0 / count..<first + all * ($0 + 1) / count }
    }

    private func start(_ seeds: Range<UInt64>) throws -> CrewMember {
        try CrewMember(arguments: [
            "simulate", "--as-part", "--tier", run.world.tier.rawValue,
            "--kiosks", "\(run.world.kiosks)", "--faults", run.world.faults,
            "--cases", "\(seeds.count * run.casesPerWorld)", "--seed", "\(seeds.lowerBound)",
        ])
    }
}

/// One process of a crew.
private final class CrewMember: Sendable {
    private let lines: AsyncThrowingStream<SimulationReport, any Error>
    private let status: AsyncStream<Int32>

    /// Starts this program once more.
    init(arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        let (status, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ended.yield(process.terminationStatus)
            ended.finish()
        }
        self.status = status
        lines = Self.reports(of: pipe.fileHandleForReading)
        try process.run()
    }

    /// Hands out what the process reports until it has ended.
    func follow(_ take: (SimulationReport) -> Void) async throws {
        for try await report in lines { take(report) }
        for await status in status where status != 0 { throw CrewFailure(status: status) }
    }

    /// One report for each line of JSON, until the process closes its output.
    private static func reports(
        of handle: FileHandle
    ) -> AsyncThrowingStream<SimulationReport, any Error> {
        let (reports, found) = AsyncThrowingStream.makeStream(of: SimulationReport.self)
        let splitter = LineSplitter()
        handle.readabilityHandler = { handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return found.finish()
            }
            do {
                for line in splitter.take(data) {
                    found.yield(try JSONDecoder().decode(SimulationReport.self, from: line))
                }
            } catch {
                found.finish(throwing: error)
            }
        }
        return reports
    }
}

/// A process that did not come to its end.
struct CrewFailure: Error, CustomStringConvertible {
    let status: Int32
    var description: String { "a part of the simulation ended with status \(status)" }
}

/// Cuts what comes from a pipe into lines. One thread at a time hands it data.
private final class LineSplitter: @unchecked Sendable {
    private var rest = Data()

    /// The lines that are whole now.
    func take(_ data: Data) -> [Data] {
        rest += data
        var lines: [Data] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(Data(rest[rest.startIndex..<end]))
            rest = Data(rest[rest.index(after: end)...])
        }
        return lines
    }
}
