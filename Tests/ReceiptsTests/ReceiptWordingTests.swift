import CampusCard
import KioskPorts
import Receipts
import Testing

@Suite("Receipt wording")
struct ReceiptWordingTests {
    private static let letterhead = ReceiptLetterhead(
        campus: BilingualText(chinese: "校", english: "Campus"),
        desk: BilingualText(chinese: "厅", english: "Desk"))

    private func phrases() -> [String: BilingualText] {
        Dictionary(
            uniqueKeysWithValues: ReceiptPhrase.allCases.map { phrase in
                let mark = phrase.namesAmount ? " \(ReceiptWording.amountMark)" : ""
                return (phrase.rawValue, BilingualText(chinese: "字\(mark)", english: "word\(mark)"))
            })
    }

    @Test("Each phrase must be there")
    func missingPhrasesAreNamed() {
        for phrase in ReceiptPhrase.allCases {
            var some = phrases()
            some[phrase.rawValue] = nil
            #expect(throws: ReceiptWordingFault.missingPhrase(phrase)) {
                try ReceiptWording(letterhead: Self.letterhead, phrases: some)
            }
        }
    }

    @Test("A phrase that no receipt knows is a mistake")
    func unknownPhrasesAreNamed() {
        var some = phrases()
        some["titel"] = BilingualText(chinese: "字", english: "word")
        #expect(throws: ReceiptWordingFault.unknownPhrase("titel")) {
            try ReceiptWording(letterhead: Self.letterhead, phrases: some)
        }
    }

    @Test("A phrase that names an amount must hold its mark, and no other may")
    func amountMarksAreChecked() {
        for phrase in ReceiptPhrase.allCases {
            var some = phrases()
            let text = phrase.namesAmount ? "word" : "word {amount}"
            some[phrase.rawValue] = BilingualText(chinese: text, english: text)
            #expect(throws: ReceiptWordingFault.unsuitable(phrase, text: text)) {
                try ReceiptWording(letterhead: Self.letterhead, phrases: some)
            }
        }
    }

    @Test("An amount takes the place of its mark")
    func amountsAreFilledIn() throws {
        let wording = try ReceiptWording(letterhead: Self.letterhead, phrases: phrases())
        #expect(wording.phrase(.moneyHeld, Money(fen: 1_505)).english == "word ¥15.05")
    }

    @Test("A folder without the files names the file")
    func missingFilesAreNamed() throws {
        let fault = #expect(throws: ReceiptWordingFault.self) {
            try ReceiptWording.read(folder: "/nonexistent")
        }
        guard case .unreadable(let file, _) = try #require(fault) else {
            Issue.record("expected unreadable, got \(String(describing: fault))")
            return
        }
        #expect(file == "/nonexistent/letterhead.json")
    }
}
