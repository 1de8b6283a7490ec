internal import KioskPorts

/// Looks at a unit whose motion is in doubt until it stands still.
struct Standstill {
    /// What one look came to.
    enum Look {
        case seen(DispenserObservation)
        /// No answer that can be read: the next look may be better.
        case silent
        /// No later look will say more.
        case over
    }

    /// At most this often, this far apart.
    private static let looks = 40
    private static let pause = Duration.milliseconds(500)

    let clock: any KioskClock
    let troubles: TroubleCounter

    /// Two equal looks in a row, or nil if there were none in time.
    func settled(
        isolation: isolated (any Actor)? = #isolation, _ look: () async -> Look
    ) async -> DispenserObservation? {
        var last: DispenserObservation?
        for _ in 0..<Self.looks {
            switch await look() {
            case .seen(let now):
                if now == last { return now }
                if last != nil { troubles.count(.looksDiffer) }
                last = now
            case .silent: last = nil
            case .over: return nil
            }
            // A cancelled wait only looks again sooner.
            try? await clock.sleep(for: Self.pause)
        }
        return nil
    }

    /// Two equal looks in a row at a unit that answers, or nil if there were none in time.
    func settled<Unit: ConnectedUnit>(
        isolation: isolated (any Actor)? = #isolation, _ unit: Unit, _ profile: Unit.Profile
    ) async -> DispenserObservation? {
        await settled {
            do throws(DispenserLineFault) {
                switch try await unit.look(profile) {
                case .seen(let now): return .seen(now)
                case .moving: return .silent
                // A unit that lost power forgot what it did.
                case .refused: return .over
                }
            } catch {
                if case .link = error { return .over }
                return .silent
            }
        }
    }
}
