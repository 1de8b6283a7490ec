internal import KioskCore
internal import KioskPorts

/// Looks for a unit at the speeds of its possible profiles.
///
/// Until a silence longer than any motion lasts, a movement of before a crash may still be
/// running, and nothing may clear the line (design K9). So neither is a byte sent that stops
/// something, nor any packet at a speed that is only possible: at 57600 baud a STATUS of a CRT-591
/// at 38400 baud sounds like an EOT.
struct SpeedSearch<Profile: Sendable>: Sendable {
    /// One way to try a unit.
    struct Trial: Sendable {
        let profile: Profile
        /// Nil: the link has no speed.
        let speed: Int?
    }

    /// Each speed with each address once, in the profiles' order.
    private let trials: [Trial]
    /// Longer than any motion lasts.
    private let quiet: Duration
    private let clock: any KioskClock

    init(
        _ lines: [(profile: Profile, address: UInt8, speeds: [Int])], quiet: Duration,
        clock: any KioskClock
    ) {
        var seen: Set<[Int?]> = []
        trials = lines.flatMap { line in
            (line.speeds.isEmpty ? [nil] : line.speeds.map(Optional.some))
                .filter { seen.insert([Int(line.address), $0]).inserted }
                .map { Trial(profile: line.profile, speed: $0) }
        }
        self.quiet = quiet
        self.clock = clock
    }

    /// The unit that answers.
    /// - Parameters:
    ///   - lastSpeed: the speed at which one answered last.
    ///   - answer: what answers to one trial, and whether bytes that stop a motion may be sent.
    func unit<Unit>(
        isolation: isolated (any Actor)? = #isolation, lastSpeed: Int?,
        _ answer: (Trial, _ mayDisturb: Bool) async throws(DispenserFault) -> Unit?
    ) async throws(DispenserFault) -> Unit {
        let quietAt = clock.monotonic() + quiet
        for trial in trials where trial.speed == lastSpeed ?? trials.first?.speed {
            if let unit = try await answer(trial, false) { return unit }
        }
        let left = quietAt - clock.monotonic()
        if left > .zero {
            // A cancelled wait ends the search instead of clearing too early.
            do {
                try await clock.sleep(for: left)
            } catch {
                throw DispenserFault(.timedOut, card: .notMoved, detail: "connecting: cancelled")
            }
        }
        for trial in trials {
            if let unit = try await answer(trial, true) { return unit }
        }
        let speeds = trials.compactMap(\.speed).map(String.init).joined(separator: ", ")
        throw DispenserFault(
            .timedOut, card: .notMoved,
            detail: "connecting: no answer" + (speeds.isEmpty ? "" : " at \(speeds) baud"))
    }
}
