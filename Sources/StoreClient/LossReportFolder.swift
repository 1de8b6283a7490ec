package import CampusCard
import Foundation
import KioskPorts
import Synchronization

/// The shelf for sealed loss reports as a folder: one file of JSON for each, named after its case,
/// for its owner only. A file gets its name after its bytes are on the disk, and is gone once its
/// report is settled.
package final class LossReportFolder: ReportShelf {
    /// The file that holds the store's key.
    static let keyName = "sealing-key"
    private static let reportSuffix = ".json"
    private static let mode = 0o600

    private struct Content {
        var key: SealingKey?
        var reports: [SealedLossReport]
    }

    private let folder: URL
    private let content: Mutex<Content>

    /// Opens the folder, or makes it.
    /// - Parameter log: told of each file that cannot be read; such a file is left where it is.
    /// - Throws: when the folder can be neither read nor made.
    package init(path: String, log: (String) -> Void) throws {
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        var reports: [SealedLossReport] = []
        for name in names where name.hasSuffix(Self.reportSuffix) {
            let file = folder.appending(path: name)
            if let data = FileManager.default.contents(atPath: file.path),
                let report = CallCodec.decode(SealedLossReport.self, from: [UInt8](data)),
                name == Self.name(of: report.caseID)
            {
                reports.append(report)
            } else {
                log("reading the waiting loss report \(file.path): it holds no sealed report")
            }
        }
        let key = FileManager.default.contents(
            atPath: folder.appending(path: Self.keyName).path
        ).flatMap { SealingKey.parse(String(decoding: $0, as: UTF8.self)) }
        self.folder = folder
        content = Mutex(
            Content(
                key: key,
                reports: reports.sorted { $0.sealedAtMilliseconds < $1.sealedAtMilliseconds }))
    }

    package func sealingKey() -> SealingKey? { content.withLock { $0.key } }

    package func remember(_ key: SealingKey) {
        _ = write([UInt8](key.text.utf8), as: Self.keyName)
        content.withLock { $0.key = key }
    }

    package func hasRoom() -> Bool {
        content.withLock { $0.reports.count } < ReportShelfLimits.reports
    }

    package func put(_ report: SealedLossReport) -> Bool {
        guard hasRoom(),
            write(CallCodec.encode(report), as: Self.name(of: report.caseID))
        else { return false }
        content.withLock { content in
            content.reports.removeAll { $0.caseID == report.caseID }
            content.reports.append(report)
        }
        return true
    }

    package func waiting() -> [SealedLossReport] { content.withLock { $0.reports } }

    package func remove(_ caseID: CaseID) {
        content.withLock { $0.reports.removeAll { $0.caseID == caseID } }
        // A file that stays is read again at the next start, and settled again: the store takes it
        // once.
        try? FileManager.default.removeItem(at: folder.appending(path: Self.name(of: caseID)))
    }

    private static func name(of caseID: CaseID) -> String { caseID.text + reportSuffix }

    /// Writes a file whole: bytes, sync, name, sync of the folder. False when the disk did not take
    /// it.
    private func write(_ bytes: [UInt8], as name: String) -> Bool {
        let fresh = folder.appending(path: name + ".new").path
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(Self.mode))
        guard descriptor >= 0 else { return false }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            try handle.close()
        } catch {
            return false
        }
        guard rename(fresh, folder.appending(path: name).path) == 0 else { return false }
        return synchronizeFolder()
    }

    private func synchronizeFolder() -> Bool {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
