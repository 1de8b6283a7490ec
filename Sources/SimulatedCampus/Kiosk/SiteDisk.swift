import CampusCard
import Foundation
import Journal
import KioskPorts

/// Where one kiosk's journal lies.
enum SiteDisk {
    case file(URL, JournalEpoch)
    case memory(JournalMemory, JournalEpoch)

    init(_ place: JournalPlace, _ kiosk: KioskID, folder: URL) throws {
        let epoch = JournalEpoch(validated: "epoch-\(kiosk)")
        switch place {
        case .file:
            let own = folder.appending(path: kiosk.text)
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            self = .file(own.appending(path: "journal.sqlite"), epoch)
        case .memory:
            self = .memory(try JournalMemory(), epoch)
        }
    }

    func open(_ troubles: TroubleCounter = TroubleCounter()) throws -> SQLiteJournal {
        switch self {
        case .file(let url, let epoch):
            try SQLiteJournal(
                path: url.path(), epochIfNew: epoch, reserveBytes: 1 << 16, troubles: troubles)
        case .memory(let memory, let epoch):
            try SQLiteJournal(in: memory, epochIfNew: epoch, troubles: troubles)
        }
    }

    /// The disk runs full. Files lie on a true disk, which is left alone.
    func runFull() throws(JournalFault) {
        if case .memory(let memory, _) = self { try memory.runFull() }
    }

    func makeRoom() {
        // A journal that cannot be freed says so at its next append.
        if case .memory(let memory, _) = self { try? memory.makeRoom() }
    }

    /// Copies the journal into a new file.
    func copy(to path: String) throws {
        switch self {
        case .file(let url, _): try FileManager.default.copyItem(atPath: url.path(), toPath: path)
        case .memory(let memory, _): try memory.copy(to: path)
        }
    }

    /// The journal for looking only.
    func reader() throws -> JournalReader {
        switch self {
        case .file(let url, _): try JournalReader(path: url.path())
        case .memory(let memory, _): JournalReader(memory)
        }
    }

    /// Nil for a journal in memory.
    var path: String? {
        switch self {
        case .file(let url, _): url.path()
        case .memory: nil
        }
    }
}
