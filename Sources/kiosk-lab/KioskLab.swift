import ArgumentParser

/// The laboratory's tool: it plays the machine, single cards, and whole campuses.
@main
struct KioskLab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk-lab",
        abstract: "Simulate the campus-card machine and its cards, and act on them.",
        discussion: """
            `machine` plays the whole machine behind a simulated USB bus: a card dispenser and \
            two card readers with blanks that compute their own cryptography. `ctl` is the hand \
            that reaches into it: it jams the belt, takes the card, pulls a plug, cuts the power. \
            `chip` plays a single card on a TCP port, for readers that are not ours, and \
            `terminal` a terminal that such a card is presented to.

            `simulate` runs whole campuses with faults and checks every invariant, `replay` tells \
            one of their cases as a story, `bench` measures.

            Example:
              kiosk-lab simulate --tier A --cases 50000 --seed 1

            Exit status: 0 when it is done, 1 when it could not be or a check failed, 64 when the \
            arguments are wrong.
            """,
        subcommands: [
            PlayMachine.self, Ctl.self, PlayChip.self, PlayTerminal.self, Bench.self, Simulate.self,
            Replay.self,
        ]
    )
}
