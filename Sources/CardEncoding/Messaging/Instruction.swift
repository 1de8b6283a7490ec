/// The commands of a DESFire card that this system uses, by their native code (NXP AN12343, MIFARE
/// DESFire functional specification).
package struct Instruction: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let authenticateLegacy = Instruction(rawValue: 0x0A)
    package static let authenticateISO = Instruction(rawValue: 0x1A)
    package static let authenticateAES = Instruction(rawValue: 0xAA)
    package static let authenticateEV2First = Instruction(rawValue: 0x71)
    package static let authenticateEV2NonFirst = Instruction(rawValue: 0x77)
    package static let additionalFrame = Instruction(rawValue: 0xAF)
    package static let selectApplication = Instruction(rawValue: 0x5A)
    package static let createApplication = Instruction(rawValue: 0xCA)
    package static let deleteApplication = Instruction(rawValue: 0xDA)
    package static let listApplications = Instruction(rawValue: 0x6A)
    package static let createStandardFile = Instruction(rawValue: 0xCD)
    package static let createBackupFile = Instruction(rawValue: 0xCB)
    package static let createValueFile = Instruction(rawValue: 0xCC)
    package static let createCyclicRecordFile = Instruction(rawValue: 0xC0)
    package static let readData = Instruction(rawValue: 0xBD)
    package static let writeData = Instruction(rawValue: 0x3D)
    /// Reading and writing in one APDU of up to 255 bytes, which the reader cuts into blocks (EV2
    /// and later; ISO/IEC 14443-4 chaining).
    package static let readDataWhole = Instruction(rawValue: 0xAD)
    package static let writeDataWhole = Instruction(rawValue: 0x8D)
    package static let commitTransaction = Instruction(rawValue: 0xC7)
    package static let changeKey = Instruction(rawValue: 0xC4)
    package static let getKeyVersion = Instruction(rawValue: 0x64)
    package static let getKeySettings = Instruction(rawValue: 0x45)
    package static let changeKeySettings = Instruction(rawValue: 0x54)
    package static let setConfiguration = Instruction(rawValue: 0x5C)
    package static let getCardUID = Instruction(rawValue: 0x51)
    package static let readSignature = Instruction(rawValue: 0x3C)
    package static let getVersion = Instruction(rawValue: 0x60)
}
