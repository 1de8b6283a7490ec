internal import DeviceProtocols
package import KioskPorts

/// The kiosk's dispenser port over a TTCE K720, K730 or K750 on a serial line.
package typealias TTCEDispenser = LinkedDispenser<ConnectedTTCE>

/// A K720, K730 or K750 that answers.
///
/// These units do not say when a motion has ended: after ENQ, which goes out once (design K9), their state is asked until
/// nothing moves. They have no bin counter, so a card that left the exit unseen stays unknown.
package struct ConnectedTTCE: ConnectedUnit {
    let queries: TTCEQueries
    private let version: String
    package let profile: TTCEProfile?

    /// A reset (RS) may move a card, and is never sent.
    ///
    /// A command of before a crash that still waits for its ENQ is replaced by the query: only its own ACK lets ENQ follow.
    package static func answering(
        _ call: UnitCall<TTCEProfile>
    ) async throws(DispenserLineFault) -> ConnectedTTCE? {
        let line = TTCELine(
            link: call.link, address: call.tried.address, clock: call.clock,
            troubles: call.troubles)
        let queries = TTCEQueries(line: line, timeouts: call.tried.timeouts)
        if call.mayDisturb { try await line.cancel() }
        _ = try await queries.status()
        let version = try await queries.version()
        let profile = call.onlyProfile { $0.version == version && $0.address == line.address }
        return ConnectedTTCE(
            queries: TTCEQueries(line: line, timeouts: (profile ?? call.tried).timeouts),
            version: version, profile: profile)
    }

    package var identity: DispenserIdentity {
        DispenserIdentity(
            model: "TTCE", firmware: version, serialNumber: nil, profile: profile?.name,
            binCounterProven: false, ownRetractSeconds: profile?.ownRetractSeconds)
    }

    package func look(_ profile: TTCEProfile) async throws(DispenserLineFault) -> UnitLook {
        let status = try await queries.status()
        let seen = profile.observation(status)
        if let flags = status.flags, profile.isMoving(flags) { return .moving(seen) }
        return .seen(seen)
    }
}
