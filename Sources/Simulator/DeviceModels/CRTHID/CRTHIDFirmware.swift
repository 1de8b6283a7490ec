/// What one firmware of CREATOR's units with CRC-16 does with its commands: the simulated counterpart of a profile, written
/// from the same source and sharing nothing with it.
package struct CRTHIDFirmware: Hashable, Sendable {
    /// The answer to A4 30.
    package let version: String
    /// The answer to A2 30.
    package let serialNumber: String
    /// What commands with motors do: command, parameter, data.
    package let motions: [[UInt8]: Motion]
    /// An ACK goes before each answer. The source does not say whether units send it.
    package let acknowledges: Bool

    package init(
        version: String, serialNumber: String = "0591900042",
        motions: [[UInt8]: Motion] = source, acknowledges: Bool = true
    ) {
        self.version = version
        self.serialNumber = serialNumber
        self.motions = motions
        self.acknowledges = acknowledges
    }

    /// The source's motions (devices.md §3): feeding from the first cassette, initialising with ejection, initialising
    /// with storing.
    package static let source: [[UInt8]: Motion] = [
        [0x32, 0x32, 0x31]: .toReadPosition, [0x30, 0x31]: .toExit, [0x30, 0x32]: .toBin,
    ]

    /// A unit of ours.
    package static let simulated = CRTHIDFirmware(version: "CRT-591H-SIMU V1.00")
    /// One that says nothing before its answer.
    package static let quiet = CRTHIDFirmware(version: "CRT-591H-SIMU V1.00", acknowledges: false)
}
