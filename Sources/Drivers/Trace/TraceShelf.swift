internal import Dispatch
internal import Foundation

/// A folder of dumped traces, bounded in number: before one too many is written, the oldest goes. Each is as large as the
/// ring that it comes from, and the descriptors at its head.
package final class TraceShelf: Sendable {
    /// Why a dump could not be written.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        let path: String
        let reason: String

        package var description: String { "writing the trace \(path): \(reason)" }
    }

    private static let prefix = "usb-"
    private static let suffix = ".pcap"

    private let ring: TraceRing
    private let folder: String
    private let fileLimit: Int
    /// Milliseconds since 1970 UTC.
    private let wallMilliseconds: @Sendable () -> Int64
    /// Files are written one at a time, and off the threads that serve devices and people.
    private let queue = DispatchQueue(label: "trace-dumps")

    /// - Parameters:
    ///   - folder: made when the first dump is written.
    ///   - fileLimit: dumps that are kept, at least 1.
    package init(
        of ring: TraceRing, folder: String, fileLimit: Int,
        wallMilliseconds: @escaping @Sendable () -> Int64
    ) {
        precondition(fileLimit >= 1, "a shelf has room for a file")
        self.ring = ring
        self.folder = folder
        self.fileLimit = fileLimit
        self.wallMilliseconds = wallMilliseconds
    }

    /// Writes what the ring holds now.
    /// - Parameter occasion: what the file is named for; anything but letters and digits becomes a hyphen.
    /// - Returns: the file's path.
    package func dump(_ occasion: String) async throws(Fault) -> String {
        let (capture, path) = (ring.capture(), path(occasion))
        let result = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { try self.write(capture, to: path) })
            }
        }
        switch result {
        case .success: return path
        case .failure(let error):
            throw Fault(path: path, reason: error.localizedDescription)
        }
    }

    /// The same without waiting for the file; the ring's content is that of now.
    func dumpLater(
        _ occasion: String, then tell: @escaping @Sendable (Result<String, Fault>) -> Void
    ) {
        let (capture, path) = (ring.capture(), path(occasion))
        queue.async {
            do {
                try self.write(capture, to: path)
                tell(.success(path))
            } catch {
                tell(.failure(Fault(path: path, reason: error.localizedDescription)))
            }
        }
    }

    /// Returns when every dump that was begun is written.
    package func finish() { queue.sync {} }

    /// The time stands first and to the millisecond, so that names are in the order of age.
    private func path(_ occasion: String) -> String {
        let milliseconds = wallMilliseconds()
        let time = Date(timeIntervalSince1970: TimeInterval(milliseconds / 1_000))
            .formatted(.iso8601).filter { $0.isNumber || $0 == "T" }
        let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
        let name = String(
            occasion.map { (letter: Character) -> Character in
                letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "-"
            })
        return "\(folder)/\(Self.prefix)\(time).\(fraction)Z-\(name)\(Self.suffix)"
    }

    private func write(_ capture: [UInt8], to path: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let kept = try files.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }.sorted()
        for name in kept.dropLast(fileLimit - 1) {
            try files.removeItem(atPath: "\(folder)/\(name)")
        }
        try Data(capture).write(to: URL(filePath: path), options: .atomic)
    }
}
