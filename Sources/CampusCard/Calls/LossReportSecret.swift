/// What a sealed report hides: six digits of password, then the student number, filled up with zero bytes so that the
/// length tells nothing.
package struct LossReportSecret: Hashable, Sendable {
    package static let byteCount = CardPassword.digitCount + StudentNumber.lengthLimit

    package let studentNumber: StudentNumber
    package let password: CardPassword

    package init(studentNumber: StudentNumber, password: CardPassword) {
        self.studentNumber = studentNumber
        self.password = password
    }

    package var bytes: [UInt8] {
        let text = [UInt8]((password.digits + studentNumber.text).utf8)
        return text + [UInt8](repeating: 0, count: Self.byteCount - text.count)
    }

    /// Nil for bytes that are not of this layout.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        let digits = String(decoding: bytes.prefix(CardPassword.digitCount), as: UTF8.self)
        let rest = bytes.dropFirst(CardPassword.digitCount)
        let text = rest.prefix { $0 != 0 }
        guard rest.dropFirst(text.count).allSatisfy({ $0 == 0 }),
            let password = CardPassword(digits),
            let number = StudentNumber.parse(String(decoding: text, as: UTF8.self))
        else { return nil }
        self.init(studentNumber: number, password: password)
    }
}
