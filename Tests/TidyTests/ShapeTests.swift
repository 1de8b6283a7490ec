import Testing

/// Functions, files and lines are short enough to be read at once.
@Suite struct ShapeTests {
    private static let lineLimit = 70
    private static let fileLimit = 400
    private static let columnLimit = 100
    /// A doc comment may be wider: it is read, not stepped through.
    private static let commentColumnLimit = 125

    @Test("No line of code is wider than 100 columns, no comment wider than 125")
    func columns() {
        for file in SourceTree.sources + SourceTree.tests {
            for (index, line) in file.lines.enumerated() {
                let isComment = line.drop { $0 == " " }.hasPrefix("//")
                let limit = isComment ? Self.commentColumnLimit : Self.columnLimit
                if line.count > limit, !isText(line) {
                    Issue.record("\(file):\(index + 1) has \(line.count) columns")
                }
            }
        }
    }

    @Test("No file has more than 400 lines")
    func fileLength() {
        for file in SourceTree.sources + SourceTree.tests {
            #expect(file.lines.count <= Self.fileLimit, "\(file)")
        }
    }

    @Test("No function has more than 70 lines")
    func functionLength() {
        for file in SourceTree.sources + SourceTree.tests {
            for function in functions(in: file) where function.lines > Self.lineLimit {
                Issue.record("\(file):\(function.start) has \(function.lines) lines")
            }
        }
    }

    /// A line that consists of one text literal cannot be broken by the formatter.
    private func isText(_ line: Substring) -> Bool {
        line.drop { $0 == " " }.hasPrefix("\"") || line.contains("@Test(\"")
            || !line.contains(" = ") && line.filter { $0 == "\"" }.count >= 2
    }

    /// Where each function begins, counted from 1, and how many lines it has, by its indentation.
    private func functions(in file: SourceFile) -> [(start: Int, lines: Int)] {
        var found: [(Int, Int)] = []
        for (index, line) in file.code.enumerated() where isFunction(line) {
            let indent = line.prefix { $0 == " " }
            let end = file.code[(index + 1)...].firstIndex { $0.hasPrefix(indent + "}") }
            guard let end, file.code[index...end].contains(where: { $0.contains("{") }) else {
                continue
            }
            found.append((index + 1, end - index + 1))
        }
        return found
    }

    private func isFunction(_ line: String) -> Bool {
        line.holds(anyOf: ["func ", "init"])
            && line.firstMatch(of: /^\s*(?:[@\w()]+ )*(?:func \S|init[?(<])/) != nil
    }
}
