import KioskCore

/// Forms, buttons and clocks.
extension PageWriter {
    /// A form that sends one action for the page's number.
    func form(
        _ action: FormAction, _ page: Page, attributes: [Attribute] = [], _ children: [Markup]
    ) -> Markup {
        let fixed = [
            FormField(.stateNumber, String(page.stateNumber)), FormField(.action, action.name),
        ]
        let hidden = (fixed + action.fixedFields).map { field in
            tag(
                "input",
                [
                    Attribute("type", "hidden"), Attribute("name", field.name.rawValue),
                    Attribute("value", field.value),
                ])
        }
        return tag(
            "form",
            [
                Attribute("method", "post"), Attribute("action", ScreenPath.act.rawValue),
                Attribute("autocomplete", "off"), Attribute("novalidate"),
            ] + attributes, hidden + children)
    }

    func button(_ control: Control, _ page: Page) -> Markup {
        form(
            control.action, page,
            [tag("button", [.class("button \(control.role.rawValue)")], text: control.label)])
    }

    func foot(_ page: Page) -> [Markup] {
        let closing = page.countdown.flatMap { countdown -> Markup? in
            guard countdown.kind == .page, page.warning == nil else { return nil }
            return tag(
                "p", [.class("closing")], [.text(page.frame.closesBySelf), clock(countdown, page)])
        }
        return [
            closing ?? .nothing,
            tag("div", [.class("buttons")], page.controls.map { button($0, page) }),
        ]
    }

    /// The question whether anybody is there, over the page.
    func warning(_ warning: Warning, _ page: Page) -> Markup {
        guard warning.coversPage else { return .nothing }
        return tag(
            "div", [.class("veil")],
            [
                tag(
                    "div",
                    [
                        .class("dialog"), Attribute("role", "alertdialog"),
                        Attribute("aria-modal", "true"),
                        Attribute("aria-labelledby", "warning-title"),
                        Attribute("aria-describedby", "warning-text"),
                    ],
                    [
                        page.countdown.map { tag("p", [.class("dialog-clock")], [clock($0, page)]) }
                            ?? .nothing,
                        tag(
                            "h2", [Attribute("id", "warning-title"), Attribute("tabindex", "-1")],
                            text: warning.title),
                        tag("p", [Attribute("id", "warning-text")], text: warning.text),
                        tag(
                            "div", [.class("buttons")], warning.controls.map { button($0, page) }),
                    ])
            ])
    }

    /// The warning of a page whose time cannot be extended again: it leaves the page usable.
    func lastCall(_ warning: Warning, _ page: Page) -> Markup {
        tag(
            "div", [.class("notice"), Attribute("role", "alert")],
            [
                drawing(.clock), tag("p", text: warning.text),
                page.countdown.map { clock($0, page) } ?? .nothing,
            ])
    }

    private func clock(_ countdown: Countdown, _ page: Page) -> Markup {
        tag(
            "span", [.class("clock"), Attribute("role", "timer"), Attribute("aria-live", "off")],
            [
                tag(
                    "span",
                    [
                        .class("figure"),
                        Attribute("data-remaining", String(countdown.milliseconds)),
                        Attribute("data-kind", countdown.kind.rawValue),
                    ], text: String(countdown.seconds)), .text(" \(page.frame.seconds)"),
            ])
    }
}

extension Countdown {
    /// Whole seconds, rounded up.
    package var seconds: Int64 { (milliseconds + 999) / 1000 }
}
