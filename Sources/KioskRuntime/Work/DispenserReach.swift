import KioskCore
import KioskPorts

/// A dispenser that was pulled and plugged in again is waited for before a motion: nothing has been sent yet, so nothing is
/// at risk but time.
extension KioskController {
    /// How often a dispenser is tried before the motion is given up as not begun.
    static let reachAttemptLimit = 20
    static let reachPause: Duration = .seconds(1)

    /// The first look that succeeds; nil when none does in time.
    func reachDispenser() async -> DispenserObservation? {
        for _ in 1...Self.reachAttemptLimit {
            if let seen = await lookAtDispenser() { return seen }
            guard (try? await equipment.clock.sleep(for: Self.reachPause)) != nil else {
                return nil
            }
        }
        return nil
    }

    /// One look; after a fault the unit is connected anew first.
    func lookAtDispenser() async -> DispenserObservation? {
        do {
            if standing.identity == nil || standing.dispenser == .gone
                || standing.dispenser == .faulty
            {
                let isAgain = standing.identity != nil
                standing.identity = try await equipment.dispenser.connect()
                if isAgain { equipment.troubles.count(.dispenserReconnected) }
            }
            let seen = try await equipment.dispenser.observe()
            standing.saw(seen)
            return seen
        } catch {
            if standing.dispenser == .ready { equipment.log("\(error)") }
            standing.failed(error)
            return nil
        }
    }
}
