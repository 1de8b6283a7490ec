internal import DeviceProtocols
internal import KioskCore
package import KioskPorts

/// The kiosk's dispenser port over a CRT-591 unit on a serial line.
///
/// A motion's packet goes out once (design K9). Whatever happens to it, no ACK, NAK, a time-out or
/// a refusal, the unit is asked until it stands still, and the fault says what that proves.
package actor CRT591Dispenser: CardDispenser {
    /// Opens the serial line, wherever it is plugged in now.
    package typealias Opening = @Sendable () async throws(ByteLinkFault) -> any ByteLink

    /// A unit that answers.
    struct Unit {
        let queries: CRT591Queries
        let identity: CRT591Identity
        /// Nil: every motion is refused.
        let profile: CRT591Profile?
    }

    let profiles: [CRT591Profile]
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
        profiles: [CRT591Profile], clock: any KioskClock,
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
                model: found.identity.revision, firmware: found.identity.firmware,
                serialNumber: found.identity.serialNumber, profile: found.profile?.name,
                binCounterProven: found.profile?.binCounterProven ?? false,
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
        return try await look(unit, profile, "observing")
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
        _ movement: CRT591Movement, after look: DispenserObservation
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
    ) throws(DispenserFault) -> (unit: Unit, profile: CRT591Profile) {
        guard let unit else {
            throw DispenserFault(.disconnected, card: .notMoved, detail: doing)
        }
        guard let profile = unit.profile else {
            let name = "\(unit.identity.revision) \(unit.identity.firmware)"
            throw DispenserFault(
                .notCommissioned, card: .notMoved, detail: "\(doing) on \(name)")
        }
        return (unit, profile)
    }

    /// A look at a unit that nothing was asked to move.
    func look(
        _ unit: Unit, _ profile: CRT591Profile, _ doing: String
    ) async throws(DispenserFault) -> DispenserObservation {
        let answer: Result<DispenserObservation, CRT591Failure>
        do throws(DispenserLineFault) {
            answer = try await unit.queries.look(profile)
        } catch {
            throw await fault(error, card: .notMoved, doing)
        }
        switch answer {
        case .success(let observation): return observation
        case .failure(let failure):
            if failure.kind == .notReset { troubles.count(.dispenserNotReset) }
            throw DispenserFault(
                failure.kind, card: .notMoved, detail: "\(doing): \(failure.refusal)")
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
