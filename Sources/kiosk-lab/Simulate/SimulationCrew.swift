import CampusFaults
import Foundation
import Synchronization

/// Processes that share a run: one for each core, each with seeds of its own.
struct SimulationCrew {
    let run: SimulationRun
    let jobs: Int

    /// - Parameter progress: hears how many worlds are done.
    func report(_ progress: (Int) -> Void) async throws -> SimulationReport {
        let tally = Tally()
        let parts = try shares().map { try start($0, tally) }
        while parts.contains(where: \.isRunning) {
            try await Task.sleep(for: .milliseconds(500))
            progress(tally.report.worlds)
        }
        for part in parts where part.terminationStatus != 0 {
            throw CrewFailure(status: part.terminationStatus)
        }
        while tally.openPipes > 0 { try await Task.sleep(for: .milliseconds(20)) }
        return tally.report
    }

    /// The seeds of each process.
    private func shares() -> [Range<UInt64>] {
        let count = UInt64(min(jobs, run.worlds))
        let (first, all) = (run.seeds.lowerBound, UInt64(run.worlds))
        return (0..<count).map { first + all * $0 / count..<first + all * ($0 + 1) / count }
    }

    private func start(_ seeds: Range<UInt64>, _ tally: Tally) throws -> Process {
        let part = Process()
        part.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        part.arguments = [
            "simulate", "--as-part", "--tier", run.world.tier.rawValue,
            "--kiosks", "\(run.world.kiosks)", "--faults", run.world.faults,
            "--cases", "\(seeds.count * run.casesPerWorld)", "--seed", "\(seeds.lowerBound)",
        ]
        let pipe = Pipe()
        part.standardOutput = pipe
        tally.follow(pipe.fileHandleForReading)
        try part.run()
        return part
    }
}

/// A process that did not come to its end.
struct CrewFailure: Error, CustomStringConvertible {
    let status: Int32
    var description: String { "a part of the simulation ended with status \(status)" }
}

/// The sum of what the parts have written.
private final class Tally: Sendable {
    private let sum = Mutex(SimulationReport())
    private let pipes = Mutex(0)

    var report: SimulationReport { sum.withLock { $0 } }
    var openPipes: Int { pipes.withLock { $0 } }

    func follow(_ handle: FileHandle) {
        pipes.withLock { $0 += 1 }
        let rest = Mutex(Data())
        handle.readabilityHandler = { [self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return pipes.withLock { $0 -= 1 }
            }
            rest.withLock { buffer in
                buffer.append(data)
                take(&buffer)
            }
        }
    }

    private func take(_ buffer: inout Data) {
        while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
            let line = buffer[buffer.startIndex..<end]
            buffer = Data(buffer[buffer.index(after: end)...])
            guard let part = try? JSONDecoder().decode(SimulationReport.self, from: line) else {
                continue
            }
            sum.withLock { $0 += part }
        }
    }
}
