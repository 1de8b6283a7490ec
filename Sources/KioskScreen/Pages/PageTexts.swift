extension Page {
    /// Every text of the page's body in its order.
    package var texts: [String] { blocks.flatMap(\.texts) }
}

extension Block {
    /// Every text of the block in its order.
    package var texts: [String] {
        switch self {
        case .jobs(let choices): choices.flatMap { [$0.title, $0.text, $0.standing] }
        case .outage(let outage): outage.texts
        case .entry(let entry): entry.fields.map(\.label) + (entry.hint.map { [$0] } ?? [])
        case .facts(let facts), .fates(let facts):
            facts.flatMap { [$0.label, $0.value] + ($0.note.map { [$0] } ?? []) }
        case .points(let points): points.map(\.text)
        case .steps(let steps): steps.map { "\($0.number) \($0.text): \($0.standingText)" }
        case .strip(let point): [point.text]
        case .ring: []
        case .caseNumber(let label, let number): [label, number]
        }
    }
}

extension Outage {
    fileprivate var texts: [String] {
        [title] + reasons.flatMap { [$0.text, $0.since, $0.staffText] } + [
            stillWorksLabel, stillWorks,
        ]
    }
}
