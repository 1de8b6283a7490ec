import Testing

/// Names say what a thing is; declarations that others use say what they mean.
@Suite struct NameTests {
    @Test("No type or file is named for nothing in particular")
    func noEmptyNames() {
        let suffix = /(Utils?|Helpers?|Managers?|Common|Base|Impl|Misc)$/
        let declared = /\b(?:class|struct|enum|actor|protocol) (\w+)/
        for file in SourceTree.sources + SourceTree.tests {
            let parts = file.path.dropLast(".swift".count).split(separator: "/")
            for part in parts where part.firstMatch(of: suffix) != nil {
                Issue.record("\(file) is named \(part)")
            }
            for (index, line) in file.code.enumerated() {
                guard line.holds(anyOf: ["class ", "struct ", "enum ", "actor ", "protocol "]),
                    let name = line.firstMatch(of: declared)?.1
                else { continue }
                if name.firstMatch(of: suffix) != nil {
                    Issue.record("\(file):\(index + 1) declares \(name)")
                }
            }
        }
    }

    @Test("Every type that another target can see has a doc comment")
    func typesAreDocumented() {
        let pattern =
            /^\s*package (?:final |indirect |nonisolated )*(?:class|struct|enum|actor|protocol) \w+/
        for file in SourceTree.sources {
            for (index, line) in file.code.enumerated()
            where line.contains("package ") && line.firstMatch(of: pattern) != nil {
                if !hasDocComment(file, above: index) {
                    Issue.record("\(file):\(index + 1) has no doc comment")
                }
            }
        }
    }

    /// A doc comment stands above, with attributes between at most.
    private func hasDocComment(_ file: SourceFile, above index: Int) -> Bool {
        for line in file.lines[..<index].reversed() {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            if !text.hasPrefix("@") { return false }
        }
        return false
    }
}
