/// How a cardholder's first card password is made, as data: it differs from school to school.
package struct DefaultPasswordRule: Hashable, Sendable, Codable {
    /// The password of a cardholder without an identity number, or with one that is too short.
    package let withoutIdentityNumber: CardPassword
    /// The digit that stands for a letter, `0` to `9`: identity numbers may end in `X`, passports
    /// hold letters.
    package let letterDigit: Int

    package init(withoutIdentityNumber: CardPassword, letterDigit: Int) {
        precondition((0...9).contains(letterDigit), "a letter is replaced by one decimal digit")
        self.withoutIdentityNumber = withoutIdentityNumber
        self.letterDigit = letterDigit
    }

    private enum CodingKeys: String, CodingKey { case withoutIdentityNumber, letterDigit }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        withoutIdentityNumber = try container.decode(
            CardPassword.self, forKey: .withoutIdentityNumber)
        letterDigit = try container.decode(Int.self, forKey: .letterDigit)
        guard (0...9).contains(letterDigit) else {
            throw DecodingError.dataCorruptedError(
                forKey: .letterDigit, in: container,
                debugDescription: "letterDigit is \(letterDigit); it must be 0 to 9")
        }
    }

    /// The last six characters of the identity number, letters replaced; the fallback when there
    /// are fewer than six letters and digits. Full-width characters count as their ASCII forms.
    package func password(identityNumber: String?) -> CardPassword {
        let digits = (identityNumber ?? "").unicodeScalars.compactMap(digit)
        guard digits.count >= CardPassword.digitCount else { return withoutIdentityNumber }
        let last = digits.suffix(CardPassword.digitCount)
        return CardPassword(last.map(String.init).joined()) ?? withoutIdentityNumber
    }

    private func digit(_ scalar: Unicode.Scalar) -> Int? {
        let fullWidth = Self.fullWidthOffset + 0x21...Self.fullWidthOffset + 0x7E
        let code =
            fullWidth.contains(scalar.value) ? scalar.value - Self.fullWidthOffset : scalar.value
        switch code {
        case 0x30...0x39: return Int(code - 0x30)
        case 0x41...0x5A, 0x61...0x7A: return letterDigit
        default: return nil
        }
    }

    /// U+FF01 to U+FF5E are the full-width forms of U+0021 to U+007E.
    private static let fullWidthOffset: UInt32 = 0xFEE0
}

extension CardPassword {
    /// One digit six times, such as `666666`.
    package init(repeating digit: Int) {
        precondition((0...9).contains(digit), "a password is made of decimal digits")
        digits = String(repeating: String(digit), count: Self.digitCount)
    }

    /// Six equal digits, or a run upwards or downwards such as `123456` or `876543`.
    package var isSimple: Bool {
        let values = digits.utf8.map(Int.init)
        let steps = zip(values.dropFirst(), values).map { $0 - $1 }
        return [0, 1, -1].contains { step in steps.allSatisfy { $0 == step } }
    }
}
