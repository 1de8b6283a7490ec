/// Login by student number and card password.
package struct LoginCall: StoreCall {
    package static let name = StoreCallName.login

    package let studentNumber: StudentNumber
    /// Six digits. A secret: it lives for this call only.
    package let password: CardPassword

    /// Who is logged in, masked.
    package struct Answer: Hashable, Sendable, Codable {
        package let session: SessionToken
        package let holder: MaskedHolder
        /// The password is still the default one: nothing goes on before it is changed.
        package let mustChangePassword: Bool

        package init(session: SessionToken, holder: MaskedHolder, mustChangePassword: Bool) {
            self.session = session
            self.holder = holder
            self.mustChangePassword = mustChangePassword
        }
    }

    package init(studentNumber: StudentNumber, password: CardPassword) {
        self.studentNumber = studentNumber
        self.password = password
    }
}

/// A new password in place of the old one; it is not yet a default one and not a simple one.
package struct ChangePasswordCall: StoreCall {
    package static let name = StoreCallName.changePassword

    package let session: SessionToken
    package let newPassword: CardPassword

    /// Nothing more is to be said.
    package struct Answer: Hashable, Sendable, Codable {
        package init() {}
    }

    package init(session: SessionToken, newPassword: CardPassword) {
        self.session = session
        self.newPassword = newPassword
    }
}

/// A card password: six ASCII digits. It prints as dots.
package struct CardPassword: Hashable, Sendable, Codable, CustomStringConvertible {
    package static let digitCount = 6
    package let digits: String

    /// Nil unless the text is exactly six ASCII digits.
    package init?(_ text: String) {
        guard text.utf8.count == Self.digitCount,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        digits = text
    }

    package var description: String { "••••••" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = CardPassword(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a card password is six digits")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(digits)
    }
}
