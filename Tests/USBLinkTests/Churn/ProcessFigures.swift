import Foundation
import Glibc
import Testing

/// What a process holds: the figures that grow when something leaks.
struct ProcessFigures: Sendable {
    let openFiles: Int
    let threads: Int
    let residentKilobytes: Int
    /// Bytes in use on the heap, without what the allocator keeps for later.
    let heapKilobytes: Int

    static func now() throws -> ProcessFigures {
        let files = FileManager.default
        let memory = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ").compactMap { Int($0) }
        return ProcessFigures(
            openFiles: try files.contentsOfDirectory(atPath: "/proc/self/fd").count,
            threads: try files.contentsOfDirectory(atPath: "/proc/self/task").count,
            residentKilobytes: memory[1] * Int(getpagesize()) / 1_024,
            heapKilobytes: try heapBytes() / 1_024)
    }

    private typealias MallocInfo =
        @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32

    /// glibc's own account (malloc_info(3)): what it has from the system, less what lies free in its arenas. Swift's
    /// module of glibc leaves out malloc.h.
    private static func heapBytes() throws -> Int {
        let symbol = try #require(dlsym(nil, "malloc_info"))
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        let stream = try #require(open_memstream(&text, &size))
        _ = unsafeBitCast(symbol, to: MallocInfo.self)(0, stream)
        fclose(stream)
        defer { free(text) }
        let report = text.map { String(cString: $0) } ?? ""
        // The totals of all arenas come last.
        let totals = report.components(separatedBy: "</heap>").last ?? ""
        func total(_ element: String) throws -> Int {
            let match = try #require(
                totals.firstMatch(of: try Regex("<\(element) [^>]*size=\"([0-9]+)\"")))
            return try #require(match.output[1].substring.flatMap { Int($0) })
        }
        return try total("system type=\"current\"") + total("total type=\"mmap\"")
            - total("total type=\"fast\"") - total("total type=\"rest\"")
    }

    var words: String {
        "\(openFiles) files, \(threads) threads, \(residentKilobytes) KB resident, "
            + "\(heapKilobytes) KB of heap in use"
    }
}
