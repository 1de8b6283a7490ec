import CampusCard

@testable import KioskCore

/// A state of the core together with what the world owes it: running timers, a call under way, work at the devices, paper.
/// The world says only what it owes, so this graph is what can really happen, fault by fault.
struct Place: Hashable {
    let state: KioskState
    /// Running timers.
    var timers: Set<TimerName> = []
    var call: CallKind?
    var work: Work?
    var isWatching = false
    var isPrinting = false
    var isKeeping = false
    /// How many faults led here; two and more are one.
    var faults = 0

    /// What the devices are at.
    enum Work: Hashable {
        case feed, read, encode, present, retain
    }

    /// Faults are counted up to this.
    static let faultLimit = 2

    /// The places at which the machine may be switched on.
    static let starts = PickupRule.allCases.map { Place(state: .started(pickup: $0)) }

    /// Something is due without any person's doing.
    var isOwedSomething: Bool {
        !timers.isEmpty || call != nil || work != nil || isPrinting || isKeeping
    }

    /// Whether the world can say this now.
    func expects(_ event: Event) -> Bool {
        switch event {
        case .tapped, .readinessChanged, .recovered: true
        case .timerFired(let name): timers.contains(name)
        case .store(let answer): call.map { answer.answers($0) } ?? false
        case .device(.exitCleared): isWatching
        case .device(let told): work.map { told.ends($0) } ?? false
        case .printer: isPrinting
        case .shelf: isKeeping
        }
    }

    /// The place after the event.
    func after(_ event: Event, _ transition: Transition) -> Place {
        var next = Place(state: transition.state)
        next.timers = timers
        next.call = call
        next.work = work
        next.isWatching = isWatching
        next.isPrinting = isPrinting
        next.isKeeping = isKeeping
        next.faults = min(Self.faultLimit, faults + (event.isFault ? 1 : 0))
        next.settle(event)
        for command in transition.commands { next.take(command) }
        return next
    }

    private mutating func settle(_ event: Event) {
        switch event {
        case .timerFired(let name): timers.remove(name)
        case .store: call = nil
        case .device(.exitCleared): isWatching = false
        case .device: work = nil
        case .printer: isPrinting = false
        case .shelf: isKeeping = false
        case .tapped, .readinessChanged, .recovered: break
        }
    }

    private mutating func take(_ command: Command) {
        switch command {
        case .call(let kind): call = kind
        case .feedBlank: work = .feed
        case .readBlank: work = .read
        case .encode: work = .encode
        case .presentCard: work = .present
        case .retainCard:
            work = .retain
            isWatching = false
        case .watchExit: isWatching = true
        case .stopWatchingExit: isWatching = false
        case .keepReport: isKeeping = true
        case .printSlip: isPrinting = true
        case .startTimer(let name): timers.insert(name)
        case .cancelTimer(let name): timers.remove(name)
        case .publish, .beginCase, .endCase: break
        case .forgetStudent: isPrinting = false
        }
    }
}

/// The whole graph of places, breadth-first, every event and every fault.
struct WorldGraph {
    /// A handled step.
    struct Step {
        let event: Event
        let to: Int
    }
    private(set) var places: [Place] = []
    private(set) var steps: [[Step]] = []
    private(set) var stepCount = 0

    static let complete = WorldGraph()

    private init() {
        var numbers: [Place: Int] = [:]
        places = Place.starts
        for (number, place) in places.enumerated() { numbers[place] = number }
        // One readiness that allows everything and one that allows nothing: the others differ in no wait.
        let events = EveryEvent.all.filter(\.isWhole)
        var next = 0
        while next < places.count {
            let place = places[next]
            var own: [Step] = []
            for event in events where place.expects(event) {
                let transition = place.state.on(event)
                guard transition.refusal == nil else { continue }
                let reached = place.after(event, transition)
                guard reached != place else { continue }
                let number = numbers[reached] ?? places.count
                if number == places.count {
                    numbers[reached] = number
                    places.append(reached)
                }
                own.append(Step(event: event, to: number))
            }
            steps.append(own)
            stepCount += own.count
            next += 1
        }
    }
}

extension Event {
    /// Readiness in its two extremes only.
    fileprivate var isWhole: Bool {
        guard case .readinessChanged(let readiness) = self else { return true }
        return readiness.canReplace == readiness.canReportLoss
            && readiness.canReportLoss == readiness.canKeepReports
    }

    /// Something went wrong; ordinary answers, taps and timers of pages are no faults.
    var isFault: Bool {
        switch self {
        case .store(.unanswered), .store(.refused), .printer(.notPrinted), .shelf(.reportNotKept),
            .timerFired(.printing):
            true
        case .device(let told):
            switch told {
            case .fed, .blankRead, .encoded, .presented, .retained, .exitCleared(.taken):
                false
            case .feedFailed, .blankRejected, .encodingFailed, .presentFailed, .retainFailed,
                .exitCleared, .nothingToRetain:
                true
            }
        case .tapped, .timerFired, .store, .printer, .shelf, .readinessChanged, .recovered: false
        }
    }
}

extension StoreEvent {
    /// This is an answer to that call.
    fileprivate func answers(_ call: CallKind) -> Bool {
        switch self {
        case .loggedIn: call == .login
        case .passwordChanged: call == .changePassword
        case .quoted: call == .quote
        case .opened: call == .open
        case .bound: call == .bind
        case .committed: call == .commit
        case .standing: call == .get
        case .lossReported: call == .reportLoss
        case .refused(let name, _), .unanswered(let name): call.name == name
        }
    }
}

extension DeviceEvent {
    /// This is how that work ends.
    fileprivate func ends(_ work: Place.Work) -> Bool {
        switch self {
        case .fed, .feedFailed: work == .feed
        case .blankRead, .blankRejected: work == .read
        case .encoded, .encodingFailed: work == .encode
        case .presented, .presentFailed: work == .present
        case .retained, .retainFailed, .nothingToRetain: work == .retain
        case .exitCleared: false
        }
    }
}
