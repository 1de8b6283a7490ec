internal import DeviceProtocols
package import KioskPorts

/// The kiosk's dispenser port over a CRT-591 unit on a serial line.
package typealias CRT591Dispenser = LinkedDispenser<ConnectedCRT591>

/// A CRT-591 unit that answers.
package struct ConnectedCRT591: ConnectedUnit {
    let queries: CRT591Queries
    private let unit: CRT591Identity
    package let profile: CRT591Profile?

    /// Only a whole valid answer counts: noise at a wrong speed fakes an ACK (devices.md §2.2). EOT is sent only when no
    /// movement of before a crash can still be running: at 57600 baud a STATUS of a unit at 38400 baud sounds like one.
    package static func answering(
        _ call: UnitCall<CRT591Profile>
    ) async throws(DispenserLineFault) -> ConnectedCRT591? {
        let line = CRT591Line(
            link: call.link, address: call.tried.line.address, clock: call.clock,
            troubles: call.troubles)
        let queries = CRT591Queries(line: line, timeouts: call.tried.timeouts)
        if call.mayDisturb {
            try await line.clear(within: .milliseconds(call.tried.timeouts.acknowledge))
        } else {
            _ = try await queries.ask(.status)
        }
        return try await identified(queries, call)
    }

    /// Initialises the unit so that a card stays where it is, asks who it is, and sets it up as its profile says.
    private static func identified(
        _ queries: CRT591Queries, _ call: UnitCall<CRT591Profile>
    ) async throws(DispenserLineFault) -> ConnectedCRT591? {
        let wait = Duration.milliseconds(queries.timeouts.initialise)
        guard
            case .positive(_, let revision) = try await queries.ask(
                .initialiseLeaving, answer: wait)
        else { return nil }
        let serial = try await queries.serialNumber()
        let identity = CRT591Identity(
            revision: IdentityText.read(revision),
            firmware: try await queries.text(.firmwareVersion),
            configuration: try await queries.text(.configuration),
            serialNumber: serial)
        guard let profile = call.onlyProfile(where: { $0.matches(identity) }) else {
            return ConnectedCRT591(queries: queries, unit: identity, profile: nil)
        }
        let own = CRT591Queries(line: queries.line, timeouts: profile.timeouts)
        if profile.initialise != .initialiseLeaving {
            _ = try await own.ask(profile.initialise, answer: wait)
        }
        _ = try await own.ask(profile.disableEntry)
        return ConnectedCRT591(queries: own, unit: identity, profile: profile)
    }

    package var identity: DispenserIdentity {
        DispenserIdentity(
            model: unit.revision, firmware: unit.firmware, serialNumber: unit.serialNumber,
            profile: profile?.name, binCounterProven: profile?.binCounterProven ?? false,
            ownRetractSeconds: profile?.ownRetractSeconds)
    }

    package func look(_ profile: CRT591Profile) async throws(DispenserLineFault) -> UnitLook {
        try await queries.look(profile)
    }
}
