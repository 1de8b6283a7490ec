import Synchronization

/// One machine that several devices, a person's hands and a page share. Every call brings it to the
/// caller's instant first, so nothing needs a timer of its own: it runs the same on virtual and on
/// real time.
package final class RunningMachine: Sendable {
    /// Everything that outlives a restart: the machine and the mint of its cards.
    package struct Contents: Sendable {
        package var machine: Machine
        package var mint: CardMint
        package var chips: ChipTray

        package init(machine: Machine, mint: CardMint, chips: ChipTray = ChipTray()) {
            self.machine = machine
            self.mint = mint
            self.chips = chips
        }
    }

    private let contents: Mutex<Contents>
    /// What the machine's clock showed when the caller's clock showed zero.
    private let offset: Duration
    private let auditor: @Sendable ([TruthEntry]) -> Void
    private let observers = Mutex<[@Sendable () -> Void]>([])

    /// - Parameters:
    ///   - contents: where the machine starts; its clock goes on from where it stood.
    ///   - auditor: is given what really happened, in order and without gaps. It must not call back.
    package init(_ contents: Contents, auditor: @escaping @Sendable ([TruthEntry]) -> Void) {
        offset = contents.machine.now
        self.contents = Mutex(contents)
        self.auditor = auditor
    }

    /// Adds one to be told after each call in which something happened. It may call back.
    package func onChange(_ observer: @escaping @Sendable () -> Void) {
        observers.withLock { $0.append(observer) }
    }

    /// Brings the machine to an instant and does something to it.
    /// - Parameter now: time on the caller's clock, which began at zero with this object.
    @discardableResult
    package func act<Result, Failure: Error>(
        at now: Duration, _ body: (inout Contents) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        var happened = false
        defer { if happened { for observer in observers.withLock({ $0 }) { observer() } } }
        return try contents.withLock { contents throws(Failure) -> Result in
            contents.machine.advance(to: offset + now)
            defer {
                contents.machine.advance(to: offset + now)
                let record = contents.machine.takeRecord()
                happened = !record.isEmpty
                if happened { auditor(record) }
            }
            return try body(&contents)
        }
    }

    /// Does what a command says.
    /// - Returns: one sentence that says what is so now.
    package func obey(
        _ command: MachineCommand, now: Duration
    ) throws(MachineRefusal) -> String {
        try act(at: now) { contents throws(MachineRefusal) -> String in
            try contents.machine.obey(command, mint: &contents.mint)
        }
    }

    /// A copy of everything, as it is at an instant.
    package func contents(now: Duration) -> Contents {
        act(at: now) { $0 }
    }

    /// When something happens next by itself, on the caller's clock; nil when nothing does.
    package func nextInstant(now: Duration) -> Duration? {
        act(at: now) { $0.machine.nextInstant }.map { $0 - offset }
    }
}
