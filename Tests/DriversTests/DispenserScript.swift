import KioskCore
import KioskPorts
import Simulator

/// What a disturbance came to in the end.
enum Ending: String, Hashable, CaseIterable, Sendable {
    /// Everything went as without it, byte for byte towards the unit.
    case noEffect
    /// Everything went well; something was asked or sent again.
    case repeated
    /// Refused before anything moved, by connecting or by a look.
    case refused
    /// A motion failed, and it is known that the card did not move.
    case notMoved
    /// A motion failed, and it is known that the card is where it was to go.
    case moved
    /// A motion failed, and the driver says that nothing is known.
    case unknown
}

/// Connect, observe, feed, present, retain: run to the first fault, then recovered from as a kiosk would.
struct DispenserScript {
    static let calls: [DispenserCall] = [.observe, .feed, .present, .retain]
    /// A disturbance may last this many attempts to connect.
    private static let connects = 3

    let bench: MachineBench
    /// Messages to the unit when nothing disturbs; nil while that is being found out.
    var undisturbed: Int?
    /// What was wrong, in words. Empty: every rule held.
    private(set) var complaints: [String] = []
    private(set) var faults: [DispenserFault] = []

    init(_ bench: MachineBench, undisturbed: Int? = nil) {
        self.bench = bench
        self.undisturbed = undisturbed
    }

    /// Runs everything, and recovers.
    mutating func run() throws -> Ending {
        let ending = try runToFirstFault()
        try recover()
        return ending
    }

    /// Runs everything up to the first fault.
    mutating func runToFirstFault() throws -> Ending {
        guard let connection = try bench.connect() else { return complain("connect hangs") }
        if bench.hostMotions > 0 { complaints.append("connecting moved a card") }
        if case .failure(let fault) = connection {
            faults.append(fault)
            if fault.card != .notMoved { complaints.append("connecting: \(fault)") }
            return .refused
        }
        for call in Self.calls {
            if let ending = try run(call) { return ending }
        }
        let sent = bench.cable.messages(.toUnit).count
        return sent == undisturbed ?? sent ? .noEffect : .repeated
    }

    /// Runs one call. Nil: it succeeded.
    mutating func run(_ call: DispenserCall) throws -> Ending? {
        let before = bench.inside
        let motions = bench.motionsOfHost
        let packets = bench.motionsSent
        guard let result = try bench.call(call) else { return complain("\(call) hangs") }
        let after = bench.inside
        let begun = bench.motionsOfHost.dropFirst(motions.count)
        if begun.count > 1 || begun.contains(where: { $0 != call.motion }) {
            complaints.append("\(call) made the unit move \(begun)")
        }
        if bench.motionsSent - packets > (call == .observe ? 0 : 1) {
            complaints.append("\(call) sent a second packet")
        }
        if let complaint = call.complaint(
            about: result, before: before, after: after, looksAs: bench.looksAs)
        {
            complaints.append(complaint)
        }
        guard case .failure(let fault) = result else { return nil }
        faults.append(fault)
        return ending(of: fault, packets: bench.motionsSent - packets)
    }

    private func ending(of fault: DispenserFault, packets: Int) -> Ending {
        guard packets > 0 else { return .refused }
        return switch fault.card {
        case .notMoved: .notMoved
        case .moved: .moved
        case .unknown: .unknown
        }
    }

    /// The trouble is over: plug in, power on, connect, and clear the path.
    mutating func recover() throws {
        let machine = bench.inside
        if !machine.isPowered { try bench.obey(.powerOn) }
        if !machine.plugged.contains(.dispenser) { try bench.obey(.plug(.dispenser)) }
        if !machine.blocked.isEmpty { try bench.obey(.unjam) }
        var connected = false
        for _ in 0..<Self.connects where !connected {
            if case .success? = try bench.connect() { connected = true }
        }
        guard connected else {
            complaints.append("it does not connect again")
            return
        }
        guard case .success(let look)? = try bench.call(.observe) else {
            complaints.append("it does not tell its state after connecting again")
            return
        }
        if look.path != .clear { _ = try run(.retain) }
        if !bench.inside.stations.isEmpty { complaints.append("a card is left in the path") }
        if !bench.allCardsInPlace { complaints.append("a card is lost") }
    }

    private mutating func complain(_ text: String) -> Ending {
        complaints.append(text)
        return .unknown
    }
}

extension MachineBench {
    /// The motions that the host set going, in order.
    var motionsOfHost: [Motion] {
        truthEntries.filter { $0.event == .motionBegan }.compactMap { entry in
            let words = (entry.detail ?? "").split(separator: " ")
            guard words.last == "host" else { return nil }
            return words.first.flatMap { Motion(rawValue: String($0)) }
        }
    }
}

extension DispenserCall {
    /// What the call asks of the simulated unit.
    var motion: Motion? {
        switch self {
        case .observe: nil
        case .feed: .toReadPosition
        case .present: .toExit
        case .retain: .toBin
        }
    }

    /// What is untrue in what the driver says, by the machine's own record; nil: nothing.
    func complaint(
        about result: Result<DispenserObservation, DispenserFault>, before: Machine,
        after: Machine, looksAs: (Station) -> CardPosition? = { _ in nil }
    ) -> String? {
        switch result {
        case .success(let seen):
            guard let goal else {
                let only = after.stations.count == 1 ? after.stations.keys.first : nil
                let isTrue =
                    seen.path == .unknown || seen.path == after.position
                    || seen.path == only.flatMap(looksAs)
                return isTrue ? nil : "saw \(seen.path), and the card is at \(after.position)"
            }
            let place = card(in: before).flatMap { after.place(of: $0) }
            return place == goal ? nil : "\(self) succeeded, and the card is at \(describe(place))"
        case .failure(let fault):
            guard let card = card(in: before) else { return nil }
            let (was, now) = (before.place(of: card), after.place(of: card))
            return switch fault.card {
            case .notMoved where now != was: "\(fault), and it went to \(describe(now))"
            case .moved where now != goal: "\(fault), and it is at \(describe(now))"
            case .notMoved, .moved, .unknown: nil
            }
        }
    }

    private var goal: Place? {
        switch self {
        case .observe: nil
        case .feed: .station(.readPosition)
        case .present: .station(.exit)
        case .retain: .bin
        }
    }

    /// The card that the call is about.
    private func card(in machine: Machine) -> CardSerial? {
        switch self {
        case .feed: machine.hopper.first
        case .observe, .present, .retain:
            Station.allCases.compactMap { machine.stations[$0] }.first
        }
    }

    private func describe(_ place: Place?) -> String { place?.description ?? "no place" }
}

extension Machine {
    /// Where a driver should see the card.
    fileprivate var position: CardPosition {
        switch stations.keys.first {
        case nil: .clear
        case .exit: stations.count == 1 ? .atExit : .unknown
        case .readPosition: stations.count == 1 ? .atReadPosition : .unknown
        case .throat, .path, .exitPath, .binMouth: .unknown
        }
    }
}
