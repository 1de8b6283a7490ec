import CampusCard
import Testing

@Suite("Default passwords, simple passwords, masks")
struct PasswordRuleTests {
    @Test(
        "The default is the last six of the identity number, letters as 0, 666666 without one",
        arguments: [
            ("11010120050101123X", "011230"), ("11010120050101123x", "011230"),
            ("E12345678", "345678"), ("AB12CD34", "120034"), ("12345", "666666"), ("", "666666"),
            ("１１０１０１２３４５６Ｘ", "234560"),
            ("1101-0120 0501", "200501"),
        ])
    func standard(identity: String, expected: String) {
        let rule = DefaultPasswordRule(
            withoutIdentityNumber: CardPassword(repeating: 6), letterDigit: 0)
        #expect(rule.password(identityNumber: identity).digits == expected)
        #expect(rule.password(identityNumber: nil).digits == "666666")
    }

    @Test(
        "Equal digits and runs are simple, other passwords are not",
        arguments: [
            ("000000", true), ("999999", true), ("012345", true), ("456789", true),
            ("987654", true),
            ("543210", true), ("890123", false), ("112233", false), ("123465", false),
            ("190283", false),
        ])
    func simple(text: String, expected: Bool) throws {
        #expect(try #require(CardPassword(text)).isSimple == expected)
    }

    @Test(
        "A name shows its first character, whatever the script and the length",
        arguments: [
            ("张三", "张*"), ("欧阳娜娜", "欧**"), ("㛃𠅤", "㛃*"), ("𠅤文", "𠅤*"),
            ("阿卜杜热合曼·吾买尔江·阿不都克里木", "阿**"), ("李", "李*"), ("", "*"),
        ])
    func names(name: String, expected: String) {
        #expect(MaskedHolder.masked(name: name) == expected)
    }

    @Test(
        "Numbers show ends only",
        arguments: [
            ("2021010237", "2021****37"), ("12345678", "****78"), ("7", "****"),
        ])
    func numbers(number: String, expected: String) {
        #expect(MaskedHolder.masked(number: number) == expected)
    }

    @Test(
        "A card number shows two digits of at least four, else none",
        arguments: [
            (7, "****"), (999, "****"), (4_242, "****42"), (201_234, "****34"),
            (UInt32.max, "****95"),
        ])
    func cardNumbers(number: UInt32, expected: String) {
        #expect(MaskedHolder.masked(cardNumber: CardNumber(number)) == expected)
    }
}
