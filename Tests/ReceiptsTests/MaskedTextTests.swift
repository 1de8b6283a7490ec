import CampusCard
import KioskPorts
import Testing

@Suite("Masked text")
struct MaskedTextTests {
    @Test(
        "A name shows one character of each part",
        arguments: [
            ("张三", "张*"), ("张三丰", "张**"), ("欧阳锋", "欧**"), ("王", "王*"), ("", "*"),
            ("Zoe Schulz", "Z** S*****"), ("买买提·阿布都拉", "买** 阿***"),
            ("Anne-Marie Smith", "A*** M**** S****"), ("𠮷野", "𠮷*"), ("张\u{0}三", "张*"),
        ])
    func namesAreMasked(name: String, expected: String) {
        #expect(MaskedName(masking: name).text == expected)
    }

    @Test("A name of many parts or of any length stays within the limits")
    func longNamesStayWithinLimits() {
        let many = String(repeating: "Ab ", count: 40)
        let long = String(repeating: "长", count: 500)
        for name in [many, long] {
            #expect(MaskedName.isMasked(MaskedName(masking: name).text))
        }
    }

    @Test(
        "A student number hides at least four of ten characters and at least two of four",
        arguments: [
            ("2021000037", "2021****37"), ("20210000137", "2021*****37"),
            ("123456789", "*******89"),
            ("1234", "**34"), ("123", "***"), ("1", "*"),
        ])
    func studentNumbersAreMasked(number: String, expected: String) {
        let masked = MaskedStudentNumber(masking: StudentNumber(validated: number))
        #expect(masked.text == expected)
    }

    @Test("Card numbers of all lengths show no more than two digits, and never all of them")
    func cardNumbersAreMasked() {
        for value in [0, 7, 42, 99, 999, 1_234, 100_234, 10_071_234, UInt32.max] {
            let shown = MaskedCardNumber(masking: CardNumber(value)).text.filter(\.isNumber)
            #expect(shown.count <= 2)
            #expect(shown != CardNumber(value).description)
        }
    }

    @Test("Text from the store is kept when it is masked and masked again when it is not")
    func storeTextIsRemasked() {
        let holder = ReceiptHolder(
            MaskedHolder(name: "张*", studentNumber: "2021****37", cardNumber: "****34"))
        #expect(holder.name?.text == "张*")
        #expect(holder.studentNumber.text == "2021****37")
        #expect(MaskedCardNumber(fromStore: "****34").text == "****34")
        #expect(MaskedName(fromStore: "张三丰").text == "张**")
        #expect(MaskedStudentNumber(fromStore: "2021000037").text == "2021****37")
        #expect(MaskedCardNumber(fromStore: "10071234").text == "******34")
        #expect(MaskedCardNumber(fromStore: "1007123*").text == "*****23")
    }

    @Test(
        "Text that shows too much is refused",
        arguments: [
            "", "2021000037", "2021000*37", "张三", "*\u{7}", String(repeating: "*", count: 65),
        ])
    func openTextIsRefused(text: String) {
        #expect(MaskedStudentNumber.parse(text) == nil)
    }
}
