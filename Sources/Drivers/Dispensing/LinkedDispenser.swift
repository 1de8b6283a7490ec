internal import KioskCore
package import KioskPorts

/// The kiosk's dispenser port over a unit of any family on a byte link.
///
/// A motion goes out once (design K9). Whatever happens to it, no acknowledgement, a refusal or a time-out, the unit is
/// looked at until it stands still, and the fault says what that proves.
package actor LinkedDispenser<Unit: ConnectedUnit>: CardDispenser {
    /// Opens the link, wherever it is plugged in now.
    package typealias Opening = @Sendable () async throws(ByteLinkFault) -> any ByteLink

    let profiles: [Unit.Profile]
    let clock: any KioskClock
    let openLink: Opening
    let troubles: TroubleCounter
    private let turn = OneAtATime()
    private var link: (any ByteLink)?
    private var unit: Unit?
    /// The speed at which a unit answered last; nil before one did.
    private(set) var lastSpeed: Int?

    /// - Parameters:
    ///   - profiles: those commissioned at this site, which decide what may move at all.
    ///   - troubles: where it is counted what had to be dealt with.
    package init(
        profiles: [Unit.Profile], clock: any KioskClock,
        troubles: TroubleCounter = TroubleCounter(), open: @escaping Opening
    ) {
        precondition(!profiles.isEmpty, "a dispenser needs at least one profile to try")
        self.profiles = profiles
        self.clock = clock
        self.troubles = troubles
        openLink = open
    }

    package func connect() async throws(DispenserFault) -> DispenserIdentity {
        await turn.take()
        defer { turn.give() }
        await dropLink()
        do throws(DispenserFault) {
            let found = try await find()
            unit = found
            if found.profile == nil { troubles.count(.deviceOther) }
            return found.identity
        } catch {
            await dropLink()
            throw error
        }
    }

    package func observe() async throws(DispenserFault) -> DispenserObservation {
        await turn.take()
        defer { turn.give() }
        return try await look("observing")
    }

    package func feed(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await run(.feed, after: look)
    }

    package func present(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await run(.present, after: look)
    }

    package func retain(after look: DispenserObservation) async throws(DispenserFault)
        -> DispenserObservation
    {
        try await run(.retain, after: look)
    }

    package func disconnect() async {
        await turn.take()
        defer { turn.give() }
        await dropLink()
    }

    private func run(
        _ movement: DispenserMovement, after look: DispenserObservation
    ) async throws(DispenserFault) -> DispenserObservation {
        await turn.take()
        defer { turn.give() }
        return try await move(movement, after: look)
    }

    func keep(_ opened: any ByteLink) { link = opened }

    func found(at speed: Int?) { lastSpeed = speed }

    private func dropLink() async {
        unit = nil
        let open = link
        link = nil
        await open?.close()
    }

    /// The unit with its profile. Without one nothing is known about its answers.
    func connected(
        _ doing: String
    ) throws(DispenserFault) -> (unit: Unit, profile: Unit.Profile) {
        guard let unit else {
            throw DispenserFault(.disconnected, card: .notMoved, detail: doing)
        }
        guard let profile = unit.profile else {
            let name = "\(unit.identity.model) \(unit.identity.firmware)"
            throw DispenserFault(.notCommissioned, card: .notMoved, detail: "\(doing) on \(name)")
        }
        return (unit, profile)
    }

    /// A look at a unit that nothing was asked to move.
    private func look(_ doing: String) async throws(DispenserFault) -> DispenserObservation {
        let (unit, profile) = try connected(doing)
        let look: UnitLook
        do throws(DispenserLineFault) {
            look = try await unit.look(profile)
        } catch {
            throw await fault(error, card: .notMoved, doing)
        }
        switch look {
        case .seen(let observation), .moving(let observation): return observation
        case .refused(let kind, let code):
            if kind == .notReset { troubles.count(.dispenserNotReset) }
            throw DispenserFault(kind, card: .notMoved, detail: "\(doing): \(code)")
        }
    }

    /// A fault of the line; the link to a unit that is gone is dropped.
    func fault(
        _ fault: DispenserLineFault, card: CardKnowledge, _ doing: String
    ) async -> DispenserFault {
        if case .link(let lost) = fault {
            troubles.count(lost)
            await dropLink()
        }
        return DispenserFault(fault, card: card, doing)
    }
}
