package import CampusCard
package import KioskPorts

/// One text in both languages.
package struct BilingualText: Hashable, Sendable, Codable {
    package let chinese: String
    package let english: String

    package init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    private enum CodingKeys: String, CodingKey {
        case chinese = "zh"
        case english = "en"
    }

    /// The texts of a receipt in these languages, the leading one first.
    package func texts(in languages: ReceiptLanguages) -> [String] {
        switch languages {
        case .chinese: [chinese]
        case .english: [english]
        case .both: [chinese, english]
        }
    }

    /// The same change in both languages.
    func mapped(_ change: (String) -> String) -> BilingualText {
        BilingualText(chinese: change(chinese), english: change(english))
    }
}

/// Who issues the receipts: stands at the top and at the bottom of each.
package struct ReceiptLetterhead: Hashable, Sendable, Codable {
    package let campus: BilingualText
    /// Where a person helps, and how to reach them.
    package let desk: BilingualText

    package init(campus: BilingualText, desk: BilingualText) {
        self.campus = campus
        self.desk = desk
    }
}

/// The words of all receipts: complete by construction.
package struct ReceiptWording: Hashable, Sendable {
    /// Stands in a phrase for the amount that it names.
    package static let amountMark = "{amount}"

    package let letterhead: ReceiptLetterhead
    private let phrases: [ReceiptPhrase: BilingualText]

    /// - Parameter phrases: by the raw value of `ReceiptPhrase`, each phrase exactly once and
    ///   nothing else.
    package init(
        letterhead: ReceiptLetterhead, phrases: [String: BilingualText]
    ) throws(ReceiptWordingFault) {
        var known: [ReceiptPhrase: BilingualText] = [:]
        for (key, text) in phrases.sorted(by: { $0.key < $1.key }) {
            guard let phrase = ReceiptPhrase(rawValue: key) else { throw .unknownPhrase(key) }
            for each in [text.chinese, text.english] {
                guard !each.isEmpty, each.contains(Self.amountMark) == phrase.namesAmount else {
                    throw .unsuitable(phrase, text: each)
                }
            }
            known[phrase] = text
        }
        if let missing = ReceiptPhrase.allCases.first(where: { known[$0] == nil }) {
            throw .missingPhrase(missing)
        }
        self.letterhead = letterhead
        self.phrases = known
    }

    package subscript(phrase: ReceiptPhrase) -> BilingualText {
        guard let text = phrases[phrase] else {
            preconditionFailure("The initialiser lets no wording pass that lacks a phrase")
        }
        return text
    }

    /// A phrase with its amount.
    package func phrase(_ phrase: ReceiptPhrase, _ amount: Money) -> BilingualText {
        self[phrase].mapped { text in
            text.split(separator: Self.amountMark, omittingEmptySubsequences: false)
                .joined(separator: Self.yuan(amount))
        }
    }

    /// `¥15.00`.
    package static func yuan(_ amount: Money) -> String { "¥\(amount)" }
}

/// Why a wording cannot be used.
package enum ReceiptWordingFault: Error, Hashable, Sendable {
    case unreadable(file: String, reason: String)
    case unknownPhrase(String)
    case missingPhrase(ReceiptPhrase)
    /// The text is empty, lacks the amount that its phrase names, or names one that its phrase does
    /// not have.
    case unsuitable(ReceiptPhrase, text: String)
}
