import CampusCard
import Testing

@testable import KioskCore

/// Goal: K3, K4, K5, K9, K11 and K16 hold on every edge of the graph. Method: what the core knows of card and money is
/// followed along the edges as a small model of its own, which throws when a command makes no sense there.
@Suite struct InvariantTests {
    /// The model's view of one case.
    struct Books: Hashable {
        enum Card: Hashable { case none, inside, gone, unknown }
        enum Money: Hashable { case none, maybeHeld, settled }
        var card = Card.none
        var money = Money.none
        var motionUnderWay = false
        var callUnderWay = false
    }

    struct Place: Hashable {
        let state: KioskState
        let books: Books
    }

    /// Walks every reachable pair of state and books, with every event that fits what is under way.
    private func walk(_ visit: (Place, Event, Transition, Books) -> Void) -> Int {
        var queue = PickupRule.allCases.map { Place(state: .started(pickup: $0), books: Books()) }
        var seen = Set(queue)
        var next = 0
        while next < queue.count {
            let place = queue[next]
            next += 1
            for event in EveryEvent.all {
                let transition = place.state.on(event)
                guard transition.refusal == nil, fits(event, place.books) else { continue }
                let books = after(event, transition, place.books)
                visit(place, event, transition, books)
                let reached = Place(state: transition.state, books: books)
                if seen.insert(reached).inserted { queue.append(reached) }
            }
        }
        return seen.count
    }

    @Test(
        "No motion is ordered while another is under way, and none onto a card whose place is unknown"
    )
    func motionsNeverOverlap() {
        let places = walk { place, event, transition, books in
            let motions = transition.commands.filter(\.isMotion)
            if motions.count > 1 { Issue.record("two motions on \(event) in \(place.state.phase)") }
            guard let motion = motions.first else { return }
            let before = settled(event, place.books)
            if before.motionUnderWay { Issue.record("\(motion) during a motion, on \(event)") }
            if before.card == .unknown { Issue.record("\(motion) with a lost card, on \(event)") }
            if motion == .feedBlank, before.card != .none {
                Issue.record("a feed onto a card in the path, on \(event) in \(place.state.phase)")
            }
        }
        print("invariants walked over \(places) places")
    }

    @Test("A case that may hold money always ends in exactly one fact for the store")
    func moneyEndsOnce() {
        _ = walk { place, event, transition, books in
            let facts = transition.commands.filter(\.isFact)
            let ends = transition.commands.contains { $0.isEndOfCase }
            if facts.count > 1 { Issue.record("two facts on \(event) in \(place.state.phase)") }
            if !facts.isEmpty, !ends { Issue.record("a fact before the end, on \(event)") }
            if ends, place.books.money == .maybeHeld, facts.isEmpty,
                !event.provesNothingWasHeld
            {
                Issue.record("money left open by \(event) in \(place.state.phase)")
            }
            if books.money == .settled, transition.state.phase == .idle {
                Issue.record("the books were not closed on the way home")
            }
        }
    }

    @Test("Delivered is said only of a card that was seen to be taken while it was awaited")
    func deliveredNeedsEvidence() {
        for edge in StateGraph.complete.edges
        where edge.transition.commands.contains(.publish(.delivered)) {
            #expect(edge.event == .device(.exitCleared(.taken)))
            #expect(edge.from.phase.name == "awaitingPickup")
        }
    }

    @Test("A card is presented only after the store said that it committed")
    func presentedAfterCommit() {
        for edge in StateGraph.complete.edges
        where edge.transition.commands.contains(.presentCard) {
            let committed: [Event] = [.store(.committed), .store(.standing(.committed))]
            #expect(
                committed.contains(edge.event)
                    || edge.event == .device(.presentFailed(.notMoved)))
        }
    }

    @Test("The printer changes nothing but the paper")
    func printerIsHarmless() {
        for edge in StateGraph.complete.edges {
            guard case .printer = edge.event else { continue }
            #expect(!edge.transition.commands.contains { $0.isMotion || $0.isFact || $0.isCall })
        }
    }

    @Test(
        "Only the store's own word says that a card is stopped; a report that waits says it is not")
    func stoppedNeedsTheStore() {
        for edge in StateGraph.complete.edges {
            if edge.transition.commands.contains(.endCase(.lossReported)) {
                #expect(edge.event == .store(.lossReported))
            }
            if edge.transition.commands.contains(.endCase(.lossWaiting)) {
                #expect(edge.event == .shelf(.reportKept))
                #expect(edge.transition.commands.contains(.printSlip(.lossReport, .lossWaiting)))
            }
        }
    }

    @Test("Whoever works with dispenser or reader holds the devices, and no page does")
    func workHoldsTheDevices() {
        for edge in StateGraph.complete.edges {
            let phase = edge.transition.state.phase
            if edge.transition.commands.contains(where: \.needsDevices) {
                #expect(phase.holdsDevices, "\(edge.event) into \(phase)")
            }
            if edge.transition.commands.contains(where: \.isEndOfCase) {
                #expect(!phase.holdsDevices, "\(edge.event) into \(phase)")
            }
        }
        #expect(!Phase.starting.holdsDevices && !Phase.idle.holdsDevices)
    }

    @Test("Home always forgets the student")
    func homeForgets() {
        for edge in StateGraph.complete.edges
        where edge.transition.state.phase == .idle && edge.from.phase != .idle {
            guard edge.from.phase != .starting else { continue }
            #expect(edge.transition.commands.contains(.forgetStudent))
        }
    }

    @Test("Every phase that waits for a person has a timer running")
    func waitsAreBounded() {
        for edge in StateGraph.complete.edges
        where edge.from.phase.name != edge.transition.state.phase.name {
            let started = edge.transition.commands.contains { command in
                if case .startTimer = command { true } else { false }
            }
            switch edge.transition.state.phase {
            case .entering, .changingPassword, .reviewing, .consenting, .awaitingPickup, .printing,
                .showing, .confirmingLoss, .confirmingLaterReport, .askingStore:
                #expect(started, "no timer into \(edge.transition.state.phase) on \(edge.event)")
            case .starting, .idle, .loggingIn, .savingPassword, .quoting, .opening, .feeding,
                .readingBlank, .binding, .encoding, .discarding, .committing, .presenting,
                .retaining, .reportingLoss, .keepingReport:
                break
            }
        }
    }
}

/// The model's own rules, independent of the core.
extension InvariantTests {
    /// Whether the world could say this now.
    private func fits(_ event: Event, _ books: Books) -> Bool {
        switch event {
        case .device(.exitCleared), .device(.blankRead), .device(.blankRejected), .device(.encoded),
            .device(.encodingFailed):
            !books.motionUnderWay
        case .device: books.motionUnderWay
        case .store: books.callUnderWay
        case .tapped, .timerFired, .printer, .shelf, .readinessChanged, .recovered: true
        }
    }

    /// The books once the event itself is entered.
    private func settled(_ event: Event, _ books: Books) -> Books {
        var after = books
        switch event {
        case .device(.fed), .device(.presentFailed(.notMoved)), .device(.retainFailed(.notMoved)):
            after.card = .inside
            after.motionUnderWay = false
        case .device(.feedFailed(.empty)), .device(.feedFailed(.notMoved)):
            after.card = .none
            after.motionUnderWay = false
        case .device(.feedFailed(.unknown)), .device(.presentFailed(.unknown)),
            .device(.retainFailed(.unknown)):
            after.card = .unknown
            after.motionUnderWay = false
        case .device(.presented), .device(.presentFailed(.moved)):
            after.motionUnderWay = false
        case .device(.retained), .device(.retainFailed(.moved)), .device(.exitCleared):
            after.card = .none
            after.motionUnderWay = false
        case .device(.nothingToRetain):
            after.card = .gone
            after.motionUnderWay = false
        case .store:
            after.callUnderWay = false
        case .device(.blankRead), .device(.blankRejected), .device(.encoded),
            .device(.encodingFailed), .tapped, .timerFired, .printer, .shelf, .readinessChanged,
            .recovered:
            break
        }
        return after
    }

    private func after(_ event: Event, _ transition: Transition, _ books: Books) -> Books {
        var after = settled(event, books)
        for command in transition.commands {
            if command.isMotion { after.motionUnderWay = true }
            if command.isCall { after.callUnderWay = true }
            if command == .call(.open) { after.money = .maybeHeld }
            if command.isFact { after.money = .settled }
            if command.isEndOfCase {
                after.money = .none
                after.card = .none
            }
        }
        return after
    }
}

extension Command {
    var isMotion: Bool {
        switch self {
        case .feedBlank, .presentCard, .retainCard: true
        case .call, .readBlank, .encode, .watchExit, .stopWatchingExit, .publish, .printSlip,
            .keepReport, .startTimer, .cancelTimer, .beginCase, .endCase, .forgetStudent:
            false
        }
    }
    var needsDevices: Bool {
        switch self {
        case .feedBlank, .presentCard, .retainCard, .readBlank, .encode, .watchExit: true
        case .call, .stopWatchingExit, .publish, .printSlip, .keepReport, .startTimer,
            .cancelTimer, .beginCase, .endCase, .forgetStudent:
            false
        }
    }
    var isFact: Bool { if case .publish = self { true } else { false } }
    var isCall: Bool { if case .call = self { true } else { false } }
    var isEndOfCase: Bool { if case .endCase = self { true } else { false } }
}

extension Event {
    /// The store refused to open: it held nothing.
    var provesNothingWasHeld: Bool {
        if case .store(.refused(.open, _)) = self { true } else { false }
    }
}
