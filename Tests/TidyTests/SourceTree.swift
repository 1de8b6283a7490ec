import Foundation

/// The Swift files of this repository, as text.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources = files(under: "Sources")
    static let tests = files(under: "Tests")

    /// The targets under `Sources` that the manifest names, so that a folder in the making is left alone
    /// until it is part of the product.
    static let targets: Set<String> = {
        let manifest = root.appendingPathComponent("Package.swift")
        let text = (try? String(contentsOf: manifest, encoding: .utf8)) ?? ""
        let names = text.matches(of: /"([A-Za-z][A-Za-z-]*)"/).map { String($0.1) }
        return Set(names)
    }()

    private static func files(under folder: String) -> [SourceFile] {
        let base = root.appendingPathComponent(folder).resolvingSymlinksInPath()
        let paths = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        var found: [SourceFile] = []
        while let url = paths?.nextObject() as? URL {
            guard url.pathExtension == "swift",
                let text = try? String(contentsOf: url, encoding: .utf8)
            else { continue }
            let path = url.path.dropFirst(base.path.count + 1)
            found.append(SourceFile(folder: folder, path: String(path), text: text))
        }
        return found.filter { targets.contains($0.target) }.sorted { $0.path < $1.path }
    }
}

/// One file with its lines, with and without what is said in comments and text.
struct SourceFile: Sendable, CustomStringConvertible {
    let folder: String
    /// Below `folder`, beginning with the target.
    let path: String
    let lines: [Substring]
    /// The lines with comments and string literals blanked out.
    let code: [String]

    init(folder: String, path: String, text: String) {
        self.folder = folder
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = CodeText.blanked(text)
    }

    var target: String { String(path.prefix { $0 != "/" }) }
    var description: String { "\(folder)/\(path)" }

    /// The lines of code in which a pattern occurs, as `path:line`.
    /// A line without any of the words is not tried: patterns are slow and most lines are innocent.
    func places(of pattern: some RegexComponent, with words: [String]) -> [String] {
        code.indices.filter {
            code[$0].holds(anyOf: words) && code[$0].firstMatch(of: pattern) != nil
        }
        .map { "\(self):\($0 + 1)" }
    }
}

extension StringProtocol {
    func holds(anyOf words: [String]) -> Bool {
        words.contains { contains($0) }
    }
}
