import CampusCard
import Foundation
import KioskPorts
import StoreClient
import Testing

/// Goal: a report that was taken is not lost, one that was settled is gone, and nobody but the owner reads either.
@Suite("The folder of waiting loss reports")
struct LossReportFolderTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        .path

    private func open(_ complaints: Complaints = Complaints()) throws -> LossReportFolder {
        try LossReportFolder(path: path) { complaints.lines.append($0) }
    }

    private func report(_ name: String, at time: Int64) -> SealedLossReport {
        SealedLossReport(
            caseID: CaseID(validated: name), sealedAtMilliseconds: time,
            encapsulatedKey: "AB", ciphertext: "CD")
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test("Reports and key are found again by the next start, oldest first")
    func foundAgain() throws {
        let key = SealingKey(validated: "0123")
        let folder = try open()
        #expect(folder.sealingKey() == nil)
        folder.remember(key)
        #expect(folder.put(report("c-late", at: 2)))
        #expect(folder.put(report("c-early", at: 1)))
        let again = try open()
        #expect(again.sealingKey() == key)
        #expect(again.waiting().map(\.caseID.text) == ["c-early", "c-late"])
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("A settled report leaves no file, and every file is for its owner only")
    func settled() throws {
        let folder = try open()
        #expect(folder.put(report("c-1", at: 1)))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(path)/c-1.json")
        #expect(mode[.posixPermissions] as? Int == 0o600)
        folder.remove(CaseID(validated: "c-1"))
        #expect(try names().isEmpty)
        #expect(folder.waiting().isEmpty)
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("A file that holds no report is named, left where it is, and stops nothing")
    func foreignFile() throws {
        #expect(try open().put(report("c-1", at: 1)))
        try Data("{".utf8).write(to: URL(filePath: "\(path)/c-2.json"))
        try Data(contentsOf: URL(filePath: "\(path)/c-1.json"))
            .write(to: URL(filePath: "\(path)/c-3.json"))
        let complaints = Complaints()
        #expect(try open(complaints).waiting().map(\.caseID.text) == ["c-1"])
        #expect(complaints.lines.count == 2)
        #expect(try names() == ["c-1.json", "c-2.json", "c-3.json"])
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("The shelf takes as many reports as it says, and no more")
    func limit() throws {
        let folder = try open()
        for number in 1...ReportShelfLimits.reports {
            #expect(folder.hasRoom())
            #expect(folder.put(report("c-\(number)", at: Int64(number))))
        }
        #expect(!folder.hasRoom())
        #expect(!folder.put(report("c-more", at: 1)))
        try FileManager.default.removeItem(atPath: path)
    }

    @Test("A folder that cannot be written to keeps nothing, and says so")
    func unwritable() throws {
        let folder = try open()
        try FileManager.default.removeItem(atPath: path)
        #expect(!folder.put(report("c-1", at: 1)))
        #expect(folder.waiting().isEmpty)
    }
}

/// What was said about files.
private final class Complaints {
    var lines: [String] = []
}
