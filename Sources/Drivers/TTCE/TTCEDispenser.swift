internal import DeviceProtocols
internal import KioskCore
package import KioskPorts

/// The kiosk's dispenser port over a TTCE K720, K730 or K750 on a serial line.
///
/// These units do not say when a motion has ended: after ENQ, which goes out once (design K9), their state is asked until
/// nothing moves. They have no bin counter, so a card that left the exit unseen stays unknown.
package actor TTCEDispenser: CardDispenser {
    /// Opens the serial line, wherever it is plugged in now.
    package typealias Opening = @Sendable () async throws(ByteLinkFault) -> any ByteLink

    /// A unit that answers.
    struct Unit {
        let queries: TTCEQueries
        let version: String
        /// Nil: every motion is refused.
        let profile: TTCEProfile?
    }

    let profiles: [TTCEProfile]
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
        profiles: [TTCEProfile], clock: any KioskClock,
        troubles: TroubleCounter = TroubleCounter(), open: @escaping Opening
    ) {
        precondition(!profiles.isEmpty, "a dispenser needs at least one profile to try its speeds")
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
            return DispenserIdentity(
                model: "TTCE", firmware: found.version, serialNumber: nil,
                profile: found.profile?.name, binCounterProven: false,
                ownRetractSeconds: found.profile?.ownRetractSeconds)
        } catch {
            await dropLink()
            throw error
        }
    }

    package func observe() async throws(DispenserFault) -> DispenserObservation {
        await turn.take()
        defer { turn.give() }
        let (unit, profile) = try connected("observing")
        return profile.observation(try await status(unit, "observing"))
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

    func found(at speed: Int) { lastSpeed = speed }

    func dropLink() async {
        unit = nil
        let open = link
        link = nil
        await open?.close()
    }

    /// The unit with its profile. Without one nothing is known about its answers.
    func connected(
        _ doing: String
    ) throws(DispenserFault) -> (unit: Unit, profile: TTCEProfile) {
        guard let unit else {
            throw DispenserFault(.disconnected, card: .notMoved, detail: doing)
        }
        guard let profile = unit.profile else {
            throw DispenserFault(
                .notCommissioned, card: .notMoved, detail: "\(doing) on \(unit.version)")
        }
        return (unit, profile)
    }

    /// The state of a unit that nothing was asked to move.
    func status(_ unit: Unit, _ doing: String) async throws(DispenserFault) -> TTCEStatus {
        do throws(DispenserLineFault) {
            return try await unit.queries.status()
        } catch {
            throw await fault(error, card: .notMoved, doing)
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
