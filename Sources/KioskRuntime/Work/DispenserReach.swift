import KioskCore
import KioskPorts

/// A dispenser that was pulled and plugged in again is waited for before a motion: nothing has been sent yet, so nothing is
/// at risk but time.
extension KioskController {
    /// How often a dispenser is tried before the motion is given up as not begun.
    static let reachAttemptLimit = 20
    static let reachPause: Duration = .seconds(1)

    /// True once the dispenser answers.
    func reachDispenser() async -> Bool {
        for _ in 1...Self.reachAttemptLimit {
            if await dispenserAnswers() { return true }
            guard (try? await equipment.clock.sleep(for: Self.reachPause)) != nil else {
                return false
            }
        }
        return false
    }

    /// One look; after a fault the unit is connected anew first.
    func dispenserAnswers() async -> Bool {
        do {
            if standing.identity == nil || standing.dispenser == .gone
                || standing.dispenser == .faulty
            {
                standing.identity = try await equipment.dispenser.connect()
            }
            standing.saw(try await equipment.dispenser.observe())
            return true
        } catch {
            if standing.dispenser == .ready { equipment.log("\(error)") }
            standing.failed(error)
            return false
        }
    }
}
