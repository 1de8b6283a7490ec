import KioskPorts

/// Writes a page as an HTML document.
package struct PageWriter: Sendable {
    let artwork: Artwork

    package init(artwork: Artwork) {
        self.artwork = artwork
    }

    package func html(_ page: Page) -> String {
        var html = "<!doctype html>"
        document(page).write(to: &html)
        return html
    }

    private func document(_ page: Page) -> Markup {
        tag(
            "html", [Attribute("lang", page.language.rawValue)],
            [
                tag(
                    "head", [],
                    [
                        tag("meta", [Attribute("charset", "utf-8")]),
                        tag(
                            "meta",
                            [
                                Attribute("name", "viewport"),
                                Attribute("content", "width=device-width, initial-scale=1"),
                            ]),
                        tag("title", text: "\(page.title) · \(page.frame.product)"),
                        tag(
                            "link",
                            [
                                Attribute("rel", "stylesheet"),
                                Attribute("href", StaticFile.style.path),
                            ]),
                        tag(
                            "link",
                            [Attribute("rel", "icon"), Attribute("href", StaticFile.icon.path)]),
                        tag(
                            "script",
                            [Attribute("type", "module"), Attribute("src", StaticFile.script.path)]
                        ),
                    ]),
                tag(
                    "body", [],
                    [
                        screen(page),
                        // Shown by the script while the kiosk does not answer, so in both languages.
                        tag(
                            "p", [.class("lost-contact"), Attribute("role", "status")],
                            text: "正在重新连接… Reconnecting…"),
                    ]),
            ])
    }

    /// All that the script replaces when the page changes.
    private func screen(_ page: Page) -> Markup {
        let covered = page.warning?.coversPage == true ? [Attribute("inert")] : []
        var attributes = [
            Attribute("id", "screen"), .class("screen page-\(page.name.rawValue)"),
            Attribute("data-page", page.name.rawValue), Attribute("data-tone", page.tone.rawValue),
            Attribute("data-state", String(page.stateNumber)),
        ]
        if let outcome = page.outcome { attributes.append(Attribute("data-outcome", outcome)) }
        if page.notice != nil { attributes.append(Attribute("data-notice")) }
        return tag(
            "div", attributes,
            [
                tag("header", [.class("bar")] + covered, bar(page)),
                tag("main", covered, body(page)),
                tag("footer", [.class("foot")] + covered, foot(page)),
                page.warning.map { warning($0, page) } ?? .nothing,
            ])
    }

    private func bar(_ page: Page) -> [Markup] {
        [
            tag(
                "p", [.class("brand")],
                [
                    drawing(.card), tag("span", text: page.frame.product),
                    tag("span", [.class("kiosk-name")], text: page.frame.kiosk),
                ]),
            tag(
                "div",
                [
                    .class("languages"), Attribute("role", "group"),
                    Attribute("aria-label", page.frame.language),
                ], ScreenLanguage.allCases.map { language($0, page) }),
        ]
    }

    private func language(_ language: ScreenLanguage, _ page: Page) -> Markup {
        let spoken = Attribute("lang", language.rawValue)
        guard language != page.language else {
            return tag(
                "span", [.class("language"), spoken, Attribute("aria-current", "true")],
                text: language.ownName)
        }
        return form(
            .language(language), page,
            [tag("button", [.class("language"), spoken], text: language.ownName)])
    }

    private func body(_ page: Page) -> [Markup] {
        let notice = page.notice.map {
            tag(
                "div", [.class("notice"), Attribute("role", "alert")],
                [drawing(.warning), tag("p", text: $0)])
        }
        let strip = page.warning.flatMap { $0.coversPage ? nil : lastCall($0, page) }
        return [heading(page), strip ?? .nothing, notice ?? .nothing]
            + page.blocks.map { block($0, page) }
    }

    private func heading(_ page: Page) -> Markup {
        tag(
            "div", [.class("heading")],
            [
                page.icon.map { tag("div", [.class("emblem")], [drawing($0)]) } ?? .nothing,
                tag(
                    "div", [],
                    [
                        page.eyebrow.map { tag("p", [.class("eyebrow")], text: $0) } ?? .nothing,
                        tag("h1", [Attribute("tabindex", "-1")], text: page.title),
                        page.lead.map { tag("p", [.class("lead")], text: $0) } ?? .nothing,
                    ]),
            ])
    }

    func drawing(_ icon: Icon) -> Markup { .drawing(artwork.svg(icon)) }
}
