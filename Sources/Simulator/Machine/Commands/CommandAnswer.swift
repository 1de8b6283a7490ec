/// What the machine says to a command, as JSON on the control socket and to the page.
package struct CommandAnswer: Hashable, Sendable, Codable {
    package let done: Bool
    /// What is so now, or why it was not done.
    package let text: String
    /// What to do instead, when it was not done.
    package let remedy: String?
    /// The machine's inside, when it was asked for.
    package let state: MachineView?
}

extension RunningMachine {
    /// Reads a command from its words and does it.
    package func answer(to words: [String], now: Duration) -> CommandAnswer {
        do {
            let command = try MachineCommand(words: words)
            let text = try obey(command, now: now)
            let state = command == .state ? MachineView(contents(now: now).machine) : nil
            return CommandAnswer(done: true, text: text, remedy: nil, state: state)
        } catch {
            return CommandAnswer(
                done: false, text: error.reason, remedy: error.remedy, state: nil)
        }
    }
}
