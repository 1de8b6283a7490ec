/// What one firmware of the CRT-591 family does with its commands: the simulated counterpart of a profile, written from the
/// same observations and sharing nothing with it.
package struct CRT591Firmware: Hashable, Sendable {
    package let baud: Int
    package let address: UInt8
    /// The answer to INIT.
    package let revision: String
    /// The answer to A4 30.
    package let version: String
    /// The answer to A3 30.
    package let configuration: String
    package let serialNumber: String
    /// What MOVE (32) does, by its parameter; a parameter that is missing is answered and moves nothing.
    package let moves: [UInt8: Motion]
    /// st2 of a full bin.
    package let binFull: UInt8
    /// How many characters SENSORS (31 31) answers with.
    package let sensorCount: Int

    /// A unit of ours: the document's commands, sensors all along the path, and a bin counter that counts.
    package static let simulated = CRT591Firmware(
        baud: 38_400, address: 0, revision: "CRT-591-SIMU", version: "C591_SIM_V100",
        configuration: "7V10CRL", serialNumber: "0591000042", moves: m001.moves, binFull: 0x31,
        sensorCount: 8)

    /// The unit of the manufacturer's document (devices.md §2.4).
    package static let m001 = CRT591Firmware(
        baud: 9600, address: 0, revision: "CRT-591-M001", version: "C591_M001_V100",
        configuration: "7V10CRL", serialNumber: "0591000042",
        moves: [
            0x30: .toExit, 0x31: .toReadPosition, 0x32: .toReadPosition, 0x33: .toBin, 0x39: .eject,
        ],
        binFull: 0x31, sensorCount: 8)

    /// The unit of the field report (devices.md §2.8).
    package static let r02 = CRT591Firmware(
        baud: 115_200, address: 0, revision: "CRT-591-V1.00", version: "C591_R02_A_170413",
        configuration: "9V10HRLD2", serialNumber: "",
        moves: [0x30: .toExit, 0x31: .feedToExit, 0x34: .toReadPosition, 0x39: .toBin],
        binFull: 0x32, sensorCount: 10)
}
