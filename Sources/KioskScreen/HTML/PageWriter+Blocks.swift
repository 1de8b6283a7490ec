/// The parts of a page's body.
extension PageWriter {
    func block(_ block: Block, _ page: Page) -> Markup {
        switch block {
        case .jobs(let choices): tag("div", [.class("jobs")], choices.map { job($0, page) })
        case .outage(let outage): self.outage(outage)
        case .entry(let entry): self.entry(entry, page)
        case .facts(let facts): tag("dl", [.class("facts")], facts.map(fact))
        case .points(let points): tag("ul", [.class("points")], points.map(point))
        case .steps(let steps): tag("ol", [.class("steps")], steps.map(step))
        case .strip(let point): strip(point)
        case .ring(let ring): self.ring(ring)
        case .fates(let fates): tag("dl", [.class("fates")], fates.map(fact))
        case .caseNumber(let label, let number): caseNumber(label, number)
        }
    }

    private func job(_ choice: JobChoice, _ page: Page) -> Markup {
        let words = [tag("strong", text: choice.title), tag("span", text: choice.text)]
        func face(_ words: [Markup]) -> [Markup] {
            [
                tag("span", [.class("job-icon")], [drawing(choice.icon)]),
                tag("span", [.class("job-words")], words),
            ]
        }
        guard let control = choice.control else {
            let badge = tag("span", [.class("badge")], text: choice.standing)
            return tag("div", [.class("job unavailable")], face(words + [badge]))
        }
        // What can be done is a button, which says it better than a badge that looks like another one.
        return form(
            control.action, page,
            [tag("button", [.class("job")], face(words) + [drawing(.next)])])
    }

    private func outage(_ outage: Outage) -> Markup {
        tag(
            "section",
            [
                .class("outage"), Attribute("data-tone", outage.tone.rawValue),
                Attribute("aria-labelledby", "outage-title"),
            ],
            [
                drawing(.warning),
                tag(
                    "div", [],
                    [tag("h2", [Attribute("id", "outage-title")], text: outage.title)]
                        + outage.reasons.map(outageReason)
                        + [
                            tag(
                                "p", [.class("still")],
                                [
                                    tag("strong", text: outage.stillWorksLabel), .text(" "),
                                    .text(outage.stillWorks),
                                ])
                        ]),
            ])
    }

    private func outageReason(_ reason: OutageReason) -> Markup {
        tag(
            "div", [.class("reason")],
            [
                tag(
                    "p", [],
                    [.text(reason.text), tag("span", [.class("since")], text: reason.since)]),
                tag(
                    "p", [.class("staff")],
                    [tag("strong", text: reason.staffLabel), .text(" "), .text(reason.staffText)]),
            ])
    }

    private func fact(_ fact: Fact) -> Markup {
        tag(
            "div", fact.emphasis ? [.class("fact emphasis")] : [.class("fact")],
            [
                tag(
                    "dt", [], [fact.icon.map(drawing) ?? .nothing, tag("span", text: fact.label)]),
                tag(
                    "dd", [],
                    [
                        tag("span", [.class("value")], text: fact.value),
                        fact.note.map { tag("span", [.class("note")], text: $0) } ?? .nothing,
                    ]),
            ])
    }

    private func point(_ point: Point) -> Markup {
        tag(
            "li", [Attribute("data-tone", point.tone.rawValue)],
            [drawing(point.icon), tag("span", text: point.text)])
    }

    private func step(_ step: Step) -> Markup {
        var attributes: [Attribute] = [.class("step \(step.standing.rawValue)")]
        if step.standing == .now { attributes.append(Attribute("aria-current", "step")) }
        let mark: Markup = step.standing == .done ? drawing(.check) : .text(String(step.number))
        return tag(
            "li", attributes,
            [
                tag("span", [.class("step-mark"), Attribute("aria-hidden", "true")], [mark]),
                tag("span", [.class("step-text")], text: step.text),
                tag("span", [.class("step-standing")], text: step.standingText),
            ])
    }

    private func strip(_ point: Point) -> Markup {
        tag(
            "div",
            [
                .class("strip"), Attribute("data-tone", point.tone.rawValue),
                Attribute("role", "status"),
            ],
            [drawing(point.icon), tag("p", text: point.text)])
    }

    private func caseNumber(_ label: String, _ number: String) -> Markup {
        tag(
            "p", [.class("case-number")],
            [tag("span", text: label), tag("span", [.class("number")], text: number)])
    }
}
