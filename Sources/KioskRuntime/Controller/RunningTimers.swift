import KioskCore

/// The timers that run, each with a number: a timer that was cancelled or restarted in the instant in which it fired is
/// told from the one that runs.
struct RunningTimers {
    private struct Entry {
        let number: Int
        let firesAt: Duration
        let task: Task<Void, Never>
    }
    private var entries: [TimerName: Entry] = [:]
    private var lastNumber = 0

    /// The number for a timer that is about to start.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    mutating func started(
        _ name: TimerName, number: Int, firesAt: Duration, task: Task<Void, Never>
    ) {
        entries[name]?.task.cancel()
        entries[name] = Entry(number: number, firesAt: firesAt, task: task)
    }

    mutating func cancel(_ name: TimerName) {
        entries.removeValue(forKey: name)?.task.cancel()
    }

    /// Takes the timer out when it is the one that runs.
    mutating func take(_ name: TimerName, number: Int) -> Bool {
        guard entries[name]?.number == number else { return false }
        entries[name] = nil
        return true
    }

    mutating func cancelAll() {
        for name in TimerName.allCases { cancel(name) }
    }

    /// When the timer that a page shows will fire: the countdown, or the time at the exit.
    var shownDeadline: Duration? {
        (entries[.countdown] ?? entries[.pickup])?.firesAt
    }
}
