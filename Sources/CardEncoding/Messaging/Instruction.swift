/// The commands of a DESFire card that this system uses, by their native code (NXP AN12343, MIFARE
/// DESFire functional specification).
package enum Instruction: UInt8, Hashable, Sendable, CaseIterable {
    case authenticateLegacy = 0x0A
    case authenticateISO = 0x1A
    case authenticateAES = 0xAA
    case authenticateEV2First = 0x71
    case authenticateEV2NonFirst = 0x77
    case additionalFrame = 0xAF
    case selectApplication = 0x5A
    case createApplication = 0xCA
    case deleteApplication = 0xDA
    case listApplications = 0x6A
    case createStandardFile = 0xCD
    case createBackupFile = 0xCB
    case readData = 0xBD
    case writeData = 0x3D
    case commitTransaction = 0xC7
    case changeKey = 0xC4
    case getKeyVersion = 0x64
    case getKeySettings = 0x45
    case changeKeySettings = 0x54
    case getCardUID = 0x51
    case getVersion = 0x60
}
