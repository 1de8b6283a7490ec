import Foundation
import Testing

/// The table of breaks that the proof has found: each stays as something that is there.
@Suite struct BreakTests {
    /// One row of `Tests/breaks.md`.
    private struct Row {
        let what: Substring
        let staysAs: Substring
    }

    private static func rows() throws -> [Row] {
        let file = SourceTree.root.appendingPathComponent("Tests/breaks.md")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("|") }.dropFirst(2)
            .map { line in
                let cells = line.split(separator: "|")
                return Row(what: cells[0], staysAs: cells[cells.count - 1])
            }
    }

    @Test("Every break stays as a test that exists, or as a seed")
    func staysAs() throws {
        let rows = try Self.rows()
        #expect(rows.count >= 20)
        for row in rows {
            let names = row.staysAs.matches(of: /`([^`]+)`/).map { String($0.1) }
            #expect(
                !names.isEmpty || row.staysAs.contains(/seeds? \d+/),
                "nothing keeps away:\(row.what)")
            for name in names {
                #expect(Self.exists(name), "\(name) is gone, which kept away:\(row.what)")
            }
        }
    }

    /// A suite, a function of a suite, or a folder.
    private static func exists(_ name: String) -> Bool {
        let parts = name.split(separator: "/").map(String.init)
        if parts[0] == "Tests" {
            return FileManager.default.fileExists(
                atPath: SourceTree.root.appendingPathComponent(name).path)
        }
        return SourceTree.tests.contains { file in
            file.lines.contains { $0.contains("struct \(parts[0]) ") }
                && (parts.count == 1 || file.lines.contains { $0.contains("func \(parts[1])(") })
        }
    }
}
