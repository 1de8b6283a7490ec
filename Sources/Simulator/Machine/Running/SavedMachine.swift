/// A machine as it lies on disk: what a power cut leaves.
package struct SavedMachine: Sendable, Codable {
    /// The layout of the file; another one is not read.
    package static let currentVersion = 2

    package let version: Int
    package let machine: Machine
    package let mint: CardMint
    package let chips: ChipTray

    package init(_ contents: RunningMachine.Contents) {
        version = Self.currentVersion
        machine = contents.machine
        mint = contents.mint
        chips = contents.chips
    }

    /// The machine after the pause: power failed when its program ended, and is back now, unless it
    /// was off before. What moved stands still where it was.
    package var resumed: RunningMachine.Contents {
        var machine = machine
        if machine.isPowered {
            machine.cutPower()
            machine.restorePower()
        }
        return RunningMachine.Contents(machine: machine, mint: mint, chips: chips)
    }
}
