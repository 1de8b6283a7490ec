/// The forms with the keypad, and the ring.
extension PageWriter {
    func entry(_ entry: Entry, _ page: Page) -> Markup {
        form(
            entry.control.action, page, attributes: [.class("entry")],
            [
                tag(
                    "div", [.class("fields")],
                    entry.fields.map(field)
                        + [entry.hint.map { tag("p", [.class("hint")], text: $0) } ?? .nothing]),
                keypad(entry),
                tag(
                    "button", [.class("button \(entry.control.role.rawValue) send")],
                    text: entry.control.label),
            ])
    }

    private func field(_ field: EntryField) -> Markup {
        let id = "field-\(field.name.rawValue)"
        let isPassword = field.kind == .password
        let input = tag(
            "input",
            [
                Attribute("id", id), Attribute("name", field.name.rawValue),
                Attribute("type", isPassword ? "password" : "text"),
                Attribute("maxlength", String(field.kind.lengthLimit)),
                // The keypad is on the page: the system's own keyboard stays away.
                Attribute("inputmode", "none"), Attribute("autocomplete", "off"),
                Attribute("autocapitalize", "off"), Attribute("spellcheck", "false"),
            ])
        return tag(
            "div", [.class("field \(field.kind.rawValue)")],
            [
                tag("label", [Attribute("for", id)], text: field.label),
                tag("div", [.class("box")], [input, isPassword ? cells(field) : .nothing]),
            ])
    }

    /// One cell for each digit, filled as they are typed.
    private func cells(_ field: EntryField) -> Markup {
        tag(
            "span", [.class("cells"), Attribute("aria-hidden", "true")],
            (0..<field.kind.lengthLimit).map { _ in tag("span", [.class("cell")]) })
    }

    private func keypad(_ entry: Entry) -> Markup {
        let labels = entry.keys
        let digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].map { key($0, text: $0) }
        let last = [
            key("clear", text: labels.clear, kind: "word"), key("0", text: "0"),
            key("delete", label: labels.delete, [drawing(.delete)], kind: "word"),
        ]
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { key(String($0), text: String($0)) }
        let takesLetters = entry.fields.contains { $0.kind == .number }
        return tag(
            "div",
            [
                .class("keypad"), Attribute("role", "group"),
                Attribute("aria-label", labels.keypad),
            ],
            [
                tag(
                    "div", [.class("keys digits"), Attribute("data-layer", "digits")], digits + last
                ),
                takesLetters
                    ? tag(
                        "div",
                        [
                            .class("keys letters"), Attribute("data-layer", "letters"),
                            Attribute("hidden"),
                        ],
                        letters + [
                            key("delete", label: labels.delete, [drawing(.delete)], kind: "word")
                        ]) : .nothing,
                tag(
                    "div", [.class("keys moves")],
                    (takesLetters
                        ? [
                            key("letters", text: labels.letters, kind: "word"),
                            key("digits", text: labels.digits, kind: "word hidden-key"),
                        ] : []) + [key("next", text: labels.next, kind: "word")]),
            ])
    }

    private func key(_ name: String, text: String, kind: String = "digit") -> Markup {
        key(name, label: nil, [.text(text)], kind: kind)
    }

    private func key(
        _ name: String, label: String?, _ face: [Markup], kind: String
    ) -> Markup {
        tag(
            "button",
            [
                Attribute("type", "button"), .class("key \(kind)"), Attribute("data-key", name),
            ] + (label.map { [Attribute("aria-label", $0)] } ?? []), face)
    }

    func ring(_ ring: Ring) -> Markup {
        let milliseconds = ring.milliseconds ?? 0
        let seconds = Countdown(milliseconds: milliseconds, kind: .card).seconds
        let clock = tag(
            "p", [.class("ring-clock"), Attribute("role", "timer"), Attribute("aria-live", "off")],
            [
                tag(
                    "span",
                    [
                        .class("figure"), Attribute("data-remaining", String(milliseconds)),
                        Attribute("data-kind", Countdown.Kind.card.rawValue),
                    ], text: String(seconds)), tag("span", [.class("unit")], text: ring.unit),
            ])
        return tag(
            "div", [.class("ring")],
            [
                .drawing(artwork.ring), ring.milliseconds == nil ? .nothing : clock,
                tag(
                    "p", [.class("reminder"), Attribute("role", "alert"), Attribute("hidden")],
                    text: ring.reminder),
            ])
    }
}
