import Foundation
import Simulator

/// The machine's state on disk. It is replaced as a whole, so that a program killed at any moment
/// leaves a whole one.
struct MachineStateFile {
    let path: String

    /// The machine that was saved; nil when there is none yet.
    func read() throws -> RunningMachine.Contents? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let saved: SavedMachine
        do {
            let bytes = try Data(contentsOf: URL(filePath: path))
            saved = try JSONDecoder().decode(SavedMachine.self, from: bytes)
        } catch {
            throw MachineRefusal(
                "reading the machine's state from \(path): \(error)",
                remedy: "move the file away to begin with a new machine")
        }
        guard saved.version == SavedMachine.currentVersion else {
            throw MachineRefusal(
                "\(path) holds a state of version \(saved.version),"
                    + " this program reads \(SavedMachine.currentVersion)",
                remedy: "move the file away to begin with a new machine")
        }
        return saved.resumed
    }

    func write(_ contents: RunningMachine.Contents) throws {
        let bytes = try JSONEncoder().encode(SavedMachine(contents))
        try bytes.write(to: URL(filePath: path), options: .atomic)
    }
}
