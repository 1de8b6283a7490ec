import CampusCard
import Journal
import KioskPorts
import Simulator
import Synchronization

/// What happens in a world, in words: what the kiosks say, what their journals take, what really befalls machine and cards.
package final class WorldStory: Sendable {
    private struct State {
        var clock: VirtualClock?
        var lines: [String] = []
    }
    private let state = Mutex(State())

    /// From now on lines bear the time of this clock.
    func follow(_ clock: VirtualClock) { state.withLock { $0.clock = clock } }

    /// - Parameter line: begins with the kiosk's name.
    func tell(_ line: String) {
        state.withLock { state in
            let time = state.clock.map { Self.text($0.monotonic()) } ?? Self.text(.zero)
            state.lines.append("\(time) \(line)")
        }
    }

    func tell(_ entries: [JournalEntry], of kiosk: KioskID) {
        for entry in entries { tell("\(kiosk) journal: \(entry.words)") }
    }

    /// What chips are asked and answer would drown the rest.
    func tell(_ entry: TruthEntry, of kiosk: KioskID) {
        guard entry.event != .exchanged else { return }
        let parts = [
            entry.card.map { "card \($0)" }, entry.uid.map { "UID \($0)" },
            entry.from.map { "from \($0)" }, entry.to.map { "to \($0)" }, entry.detail,
        ]
        tell(
            "\(kiosk) truth: \(entry.event.rawValue) "
                + parts.compactMap(\.self).joined(separator: ", "))
    }

    /// Everything that was told.
    package var lines: [String] { state.withLock { $0.lines } }

    /// The lines of the kiosk at which a case was, from its beginning until the next one begins there: what came of it
    /// may show only when somebody looks after the machine.
    package func ofCase(_ number: Int) -> [String] {
        let lines = lines
        guard let begin = lines.firstIndex(where: { $0.hasSuffix(" case \(number) begins") }),
            let kiosk = lines[begin].split(separator: " ").dropFirst().first
        else { return ["the world had no case \(number)"] }
        let own = lines[begin...].filter { $0.contains(" \(kiosk)") }
        let next = own.dropFirst().firstIndex { $0.hasSuffix(" begins") } ?? own.endIndex
        return Array(own[..<next])
    }

    /// The lines of the whole world that name something.
    package func about(_ word: String) -> [String] { lines.filter { $0.contains(word) } }

    private static func text(_ time: Duration) -> String {
        let seconds = time.components.seconds
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { part in
            part < 10 ? "0\(part)" : "\(part)"
        }
        let tenths = time.wholeMilliseconds / 100 % 10
        return parts.joined(separator: ":") + ".\(tenths)"
    }
}
