internal import DeviceProtocols

/// What one exchange makes of what the line delivers: ACK, then the answer (CRT-591 protocol §1.4). No I/O.
struct CRT591Exchange {
    /// What to do about an event.
    enum Step: Hashable {
        /// It belongs to nothing, or came at the wrong moment.
        case ignore
        /// The packet is acknowledged and thrown away: it answers another command, a late answer.
        case dismiss
        /// The unit took the command; its answer may take as long as the command does.
        case acknowledged
        /// The unit says that the command arrived damaged.
        case refused
        case answered(CRT591Reply)
        /// The answer arrived damaged (case 3).
        case damaged
    }

    private let command: CRT591Command
    private(set) var isAcknowledged = false

    init(_ command: CRT591Command) { self.command = command }

    mutating func on(_ event: CRT591Event) -> Step {
        switch event {
        // An answer before any ACK means that the ACK was lost on the way.
        case .frame(let frame): return step(frame)
        case .control(.acknowledge) where !isAcknowledged:
            isAcknowledged = true
            return .acknowledged
        case .control(.refuse) where !isAcknowledged: return .refused
        case .control, .noise, .damaged(.otherAddress): return .ignore
        // Before the ACK a repetition would bring the answer to an older command.
        case .damaged: return isAcknowledged ? .damaged : .ignore
        }
    }

    private func step(_ frame: CRT591Frame) -> Step {
        do {
            return .answered(try CRT591Reply(frame, to: command))
        } catch {
            return .dismiss
        }
    }
}
