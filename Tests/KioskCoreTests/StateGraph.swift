@testable import KioskCore

/// One handled step of the core.
struct Edge {
    let from: KioskState
    let event: Event
    let transition: Transition
}

/// The whole graph of the core, found breadth-first from a started kiosk over every event.
struct StateGraph {
    let states: Set<KioskState>
    let edges: [Edge]

    static let complete = StateGraph()

    private init() {
        var queue = PickupRule.allCases.map(KioskState.started)
        var seen = Set(queue)
        var edges: [Edge] = []
        var next = 0
        while next < queue.count {
            let state = queue[next]
            next += 1
            for event in EveryEvent.all {
                let transition = state.on(event)
                guard transition.refusal == nil else { continue }
                edges.append(Edge(from: state, event: event, transition: transition))
                if seen.insert(transition.state).inserted { queue.append(transition.state) }
            }
        }
        states = seen
        self.edges = edges
    }
}

extension Phase {
    /// The phase's name as it stands in its declaration.
    var name: String {
        let text = String(describing: self)
        return String(text.prefix { $0.isLetter })
    }
}
