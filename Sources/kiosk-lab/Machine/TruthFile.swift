import Foundation
import Simulator
import Synchronization

/// The record of what really happened, one JSON object a line, only ever added to.
final class TruthFile: Sendable {
    private let handle: Mutex<FileHandle>

    init(path: String) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: path) || files.createFile(atPath: path, contents: nil) else {
            throw MachineRefusal(
                "the record cannot be made at \(path)", remedy: "name a folder that can be written")
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        self.handle = Mutex(handle)
    }

    /// Adds entries in one write.
    func append(_ entries: [TruthEntry]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        for entry in entries {
            lines += try encoder.encode(entry)
            lines.append(UInt8(ascii: "\n"))
        }
        try handle.withLock { try $0.write(contentsOf: lines) }
    }
}
