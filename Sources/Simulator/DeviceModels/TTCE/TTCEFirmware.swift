/// What one firmware of the K720 family does with its commands: the simulated counterpart of a profile, written from the
/// same document and sharing nothing with it.
package struct TTCEFirmware: Hashable, Sendable {
    package let baud: Int
    /// 0…15.
    package let address: UInt8
    /// The answer to GV.
    package let version: String
    /// GV is answered behind `P G V`; without, by the bare text. The document does not show it.
    package let headsVersion: Bool
    /// What each command without an answer does.
    package let motions: [String: Motion]
    /// It stages the next card at its third sensor (K720).
    package let prestages: Bool
    /// It answers queries while a motor turns. The document does not say.
    package let answersInMotion: Bool

    package init(
        baud: Int = 9600, address: UInt8 = 15, version: String, headsVersion: Bool = false,
        motions: [String: Motion] = document, prestages: Bool, answersInMotion: Bool = true
    ) {
        self.baud = baud
        self.address = address
        self.version = version
        self.headsVersion = headsVersion
        self.motions = motions
        self.prestages = prestages
        self.answersInMotion = answersInMotion
    }

    /// The document's motions (devices.md §4.2).
    package static let document: [String: Motion] = [
        "FC7": .toReadPosition, "FC4": .toExit, "FC0": .eject, "DC": .feedToExit, "CP": .toBin,
    ]

    package static let k720 = TTCEFirmware(version: "TTCE_K720_SIM1", prestages: true)
    package static let k730 = TTCEFirmware(
        version: "TTCE_K730_SIM1", headsVersion: true, prestages: false)
    package static let k750 = TTCEFirmware(address: 0, version: "TTCE_K750_SIM1", prestages: false)
}
