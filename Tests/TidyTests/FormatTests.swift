import Foundation
import Testing

/// The formatter that comes with the toolchain agrees with the code.
@Suite struct FormatTests {
    @Test("swift format lint finds nothing")
    func lint() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["swift", "format", "lint", "--strict", "--parallel"]
            + (SourceTree.sources + SourceTree.tests).map(\.description)
        process.currentDirectoryURL = SourceTree.root
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let found = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(
            process.terminationStatus == 0,
            "\(String(decoding: found.prefix(4_000), as: UTF8.self))")
    }
}
