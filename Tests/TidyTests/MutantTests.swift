import Foundation
import Testing

/// The deliberate defects of `Tests/mutants` stay patches: they fit the sources as these are now, and no switch of theirs is
/// in the product.
@Suite struct MutantTests {
    private static let folder = SourceTree.root.appendingPathComponent("Tests/mutants")

    private static let patches: [URL] = {
        let found = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (found ?? []).filter { $0.pathExtension == "patch" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    @Test("All defects together apply to the sources")
    func patchesApply() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "apply", "--check"] + Self.patches.map(\.path)
        process.currentDirectoryURL = SourceTree.root
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let found = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: found, as: UTF8.self))")
    }

    @Test("There are at least thirty defects, in every part that keeps cards and money")
    func defectsAreEverywhere() throws {
        #expect(Self.patches.count >= 30)
        let texts = try Self.patches.map { try String(contentsOf: $0, encoding: .utf8) }
        for target in [
            "KioskCore", "KioskRuntime", "Journal", "CentralStore", "CardEncoding", "Drivers",
            "StoreClient",
        ] {
            #expect(texts.contains { $0.contains("+++ b/Sources/\(target)/") }, "\(target)")
        }
    }

    @Test("The product holds no switch for a defect")
    func noSwitchInTheProduct() throws {
        let manifest = SourceTree.root.appendingPathComponent("Package.swift")
        #expect(try !String(contentsOf: manifest, encoding: .utf8).lowercased().contains("mutant"))
        for file in SourceTree.sources {
            for (index, line) in file.lines.enumerated()
            where line.holds(anyOf: ["Mutant", "KIOSK_MUTANT"]) {
                Issue.record("\(file):\(index + 1) holds a switch for a defect")
            }
        }
    }
}
