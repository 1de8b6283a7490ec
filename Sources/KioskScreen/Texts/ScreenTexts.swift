package import KioskPorts

/// The texts of the screen in both languages: complete by construction.
package struct ScreenTexts: Hashable, Sendable {
    private let tables: [ScreenLanguage: [String: String]]

    /// - Parameter tables: for each language, every key of `TextKey.all` by its name and nothing else.
    /// - Throws: everything that is wrong with them, at once.
    package init(_ tables: [ScreenLanguage: [String: String]]) throws(ScreenTextFault) {
        let problems = ScreenLanguage.allCases.flatMap { language in
            Self.problems(of: tables[language] ?? [:], in: language)
        }
        guard problems.isEmpty else { throw ScreenTextFault(problems: problems) }
        self.tables = tables
    }

    /// The texts in one language.
    package func `in`(_ language: ScreenLanguage) -> LanguageTexts {
        LanguageTexts(language: language, table: tables[language] ?? [:])
    }

    private static func problems(
        of table: [String: String], in language: ScreenLanguage
    ) -> [String] {
        let known = Dictionary(uniqueKeysWithValues: TextKey.all.map { ($0.name, $0) })
        let missing = TextKey.all.filter { table[$0.name] == nil }.map {
            "\(language.rawValue): '\($0.name)' is missing"
        }
        let unsuitable = table.sorted { $0.key < $1.key }.compactMap { name, text -> String? in
            guard let key = known[name] else {
                return "\(language.rawValue): '\(name)' is no key of the screen"
            }
            return problem(with: text, for: key).map { "\(language.rawValue): '\(name)' \($0)" }
        }
        return missing + unsuitable
    }

    private static func problem(with text: String, for key: TextKey) -> String? {
        if text.isEmpty { return "is empty" }
        for placeholder in Placeholder.allCases {
            let marked = text.contains(placeholder.mark)
            if marked, key.placeholder != placeholder {
                return "holds \(placeholder.mark), which is not filled there"
            }
            if !marked, key.placeholder == placeholder { return "lacks \(placeholder.mark)" }
        }
        return nil
    }
}

/// Why the locale files cannot be used: every problem, each with its language and key.
package struct ScreenTextFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [String]

    package var description: String { problems.joined(separator: "; ") }
}

/// The texts of one language.
package struct LanguageTexts: Hashable, Sendable {
    package let language: ScreenLanguage
    fileprivate let table: [String: String]

    fileprivate init(language: ScreenLanguage, table: [String: String]) {
        self.language = language
        self.table = table
    }

    /// A text that leaves nothing open.
    package subscript(key: TextKey) -> String {
        guard let text = table[key.name] else {
            preconditionFailure("The initialiser lets no language pass that lacks a text")
        }
        return text
    }

    /// A phrase that leaves nothing open.
    package subscript(phrase: Phrase) -> String { self[.phrase(phrase)] }

    /// A phrase with the value that it leaves open.
    package func callAsFunction(_ phrase: Phrase, _ value: String) -> String {
        guard let placeholder = phrase.placeholder else {
            preconditionFailure(
                "A value was given to '\(phrase.rawValue)', which is a finished sentence")
        }
        return self[phrase].split(separator: placeholder.mark, omittingEmptySubsequences: false)
            .joined(separator: value)
    }
}
