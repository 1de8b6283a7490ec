extension MaskedHolder {
    /// Masks what a screen or a receipt may show of a cardholder.
    package init(name: String, studentNumber: StudentNumber, cardNumber: CardNumber?) {
        self.init(
            name: Self.masked(name: name), studentNumber: Self.masked(number: studentNumber.text),
            cardNumber: cardNumber.map { Self.masked(cardNumber: $0) })
    }

    /// The first character and one star, or two stars for any longer name: the true length is not
    /// told.
    package static func masked(name: String) -> String {
        guard let first = name.first else { return "*" }
        return String(first) + (name.count > 2 ? "**" : "*")
    }

    /// The first four and the last two characters, for example `2021****37`; of a number shorter
    /// than ten, the last two only.
    package static func masked(number: String) -> String {
        let shown = number.count >= 10 ? String(number.prefix(4)) : ""
        return shown + "****" + (number.count > 2 ? String(number.suffix(2)) : "")
    }

    /// The last two digits, for example `****34`, and of a number with fewer than four none: numbers are dense within
    /// a campus, so the first of them are short, and no whole number may be shown (K14).
    package static func masked(cardNumber: CardNumber) -> String {
        let digits = String(cardNumber.value)
        return "****" + (digits.count >= 4 ? digits.suffix(2) : "")
    }
}
