import CampusCard
import KioskCore
import KioskPorts
import KioskScreen
import Testing

/// The locale files are data, and a missing row would be found by a student: so the files as they are installed are
/// read, and every kind of mistake in them is made once.
@Suite struct ScreenTextsTests {
    @Test("Both languages have every text, and none that no page uses")
    func localesAreComplete() throws {
        _ = try ScreenFixtures.texts()
    }

    @Test(
        "Every outcome, refusal, reason and fault code has its own rows",
        arguments: ScreenLanguage.allCases)
    func everyRow(language: ScreenLanguage) throws {
        let texts = try ScreenFixtures.texts().in(language)
        #expect(Outcome.every.count == 11 + AbandonReason.allCases.count + Refusal.allCases.count)
        #expect(Set(TextKey.all.map(\.name)).count == TextKey.all.count)
        for key in TextKey.all { #expect(texts[key].count >= 1) }
    }

    @Test(
        "Every fault code of the dispenser and the reader has a finding and an advice in both languages"
    )
    func adviceTable() throws {
        let texts = try ScreenFixtures.texts()
        for code in FaultCode.every {
            let chinese = texts.advice(for: code, in: .chinese)
            let english = texts.advice(for: code, in: .english)
            #expect(chinese.finding != english.finding && chinese.advice != english.advice)
        }
    }

    @Test("Chinese texts are Chinese and English ones are not")
    func languagesAreNotMixedUp() throws {
        let texts = try ScreenFixtures.texts()
        let han = try Regex("\\p{Script=Han}")
        for key in TextKey.all where key != .phrase(.keyLetters) && key != .phrase(.keyDigits) {
            #expect(texts.in(.chinese)[key].contains(han), "\(key.name)")
            #expect(!texts.in(.english)[key].contains(han), "\(key.name)")
        }
    }

    @Test("A missing, an unknown, an empty and a wrongly open text are all reported at once")
    func everyProblemAtOnce() throws {
        let good = try ScreenFixtures.texts()
        var table = Dictionary(
            uniqueKeysWithValues: TextKey.all.map { ($0.name, good.in(.english)[$0]) })
        table["homeTitle"] = nil
        table["nonsense"] = "x"
        table["homeLead"] = ""
        table["finish"] = "Done {amount}"
        table["moneyCharged"] = "Something was charged."
        let fault = #expect(throws: ScreenTextFault.self) {
            try ScreenTexts([.english: table, .chinese: table])
        }
        #expect(fault?.problems.count == 10)
        #expect(fault?.description.contains("en: 'moneyCharged' lacks {amount}") == true)
    }

    @Test("A value stands in place of its mark, whatever it holds")
    func filling() throws {
        let texts = try ScreenFixtures.texts().in(.english)
        #expect(texts(.kioskLabel, "K-03") == "Kiosk K-03")
        #expect(texts(.kioskLabel, "{kiosk}") == "Kiosk {kiosk}")
    }
}
