import Foundation
import Testing

@testable import KioskCore

/// Goal: nothing that the core can do is unknown. Method: the whole graph is walked, every state with every event, and what
/// must hold is asserted on each edge.
@Suite struct StateGraphTests {
    let graph = StateGraph.complete

    @Test("The whole graph is finite, and its size is known")
    func sizeIsKnown() {
        let refused = graph.states.count * EveryEvent.all.count - graph.edges.count
        print(
            "core graph: \(graph.states.count) states, \(graph.edges.count) edges handled,",
            "\(refused) pairs refused by name")
        #expect(graph.states.count > 1_000)
        #expect(graph.states.count < 100_000)
    }

    @Test("Every state leads home")
    func everyStateLeadsHome() {
        var leadsHome = Set(graph.states.filter { $0.phase == .idle })
        var incoming: [KioskState: [KioskState]] = [:]
        for edge in graph.edges { incoming[edge.transition.state, default: []].append(edge.from) }
        var queue = Array(leadsHome)
        while let state = queue.popLast() {
            for before in incoming[state] ?? [] where leadsHome.insert(before).inserted {
                queue.append(before)
            }
        }
        #expect(graph.states.subtracting(leadsHome).isEmpty)
    }

    @Test("The exits in the doc comment of each phase are the exits that exist")
    func documentedExitsAreTrue() throws {
        var found: [String: Set<String>] = [:]
        for edge in graph.edges {
            let (from, to) = (edge.from.phase.name, edge.transition.state.phase.name)
            if from != to { found[from, default: []].insert(to) }
        }
        #expect(try documentedExits() == found)
    }

    @Test("An event that is refused changes nothing and orders nothing")
    func refusalsAreInert() {
        for state in graph.states {
            for event in EveryEvent.all {
                let transition = state.on(event)
                if transition.refusal != nil,
                    transition.state != state || !transition.commands.isEmpty
                {
                    Issue.record("\(event) was refused in \(state.phase) and yet did something")
                }
            }
        }
    }

    @Test("Every phase that is declared is reached, and meets every event")
    func everyPhaseMeetsEveryEvent() throws {
        let declared = try Set(documentedExits().keys)
        let met = Set(graph.states.map(\.phase.name))
        let events = EveryEvent.all.count
        print("state x event: \(met.count * events) of \(declared.count * events) pairs")
        #expect(met == declared)
    }

    @Test("Every reason to refuse is met somewhere")
    func everyRefusalIsReachable() {
        var met = Set<EventRefusal>()
        for state in graph.states {
            for event in EveryEvent.all {
                if let refusal = state.on(event).refusal { met.insert(refusal) }
            }
        }
        #expect(met == Set(EventRefusal.allCases))
    }

    /// `case name` with its last "Leaves to:" line, read from the source.
    private func documentedExits() throws -> [String: Set<String>] {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/KioskCore/Machine/Phase.swift")
        var exits: [String: Set<String>] = [:]
        var pending: Set<String>?
        for line in try String(contentsOf: source, encoding: .utf8).split(separator: "\n") {
            let text = line.trimmingCharacters(in: .whitespaces)
            if let range = text.range(of: "/// Leaves to: ") {
                let names = text[range.upperBound...].dropLast().split(separator: ", ")
                pending = Set(names.map(String.init))
            } else if text.hasPrefix("case "), let names = pending {
                exits[String(text.dropFirst(5).prefix { $0.isLetter })] = names
                pending = nil
            }
        }
        return exits
    }
}
