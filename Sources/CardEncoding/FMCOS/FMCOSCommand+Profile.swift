import CampusCard
import CardPrimitives

/// The commands of profile B, byte for byte (FMCOS 2.0 user manual, chapters 7 and 8).
///
/// Rights: 0A is "state A of the root", which the card's master key leads to; FA "state A of the
/// application"; A1 "states 1 to A"; F0 everybody.
extension FMCOSCommand {
    /// A reader's own command for the UID of the anticollision (PC/SC part 3, 3.2.2.1.3).
    static let readUID = FMCOSCommand(0xFF, 0xCA, 0x00, 0x00, expecting: 0x00)
    static let selectRoot = FMCOSCommand(0x00, 0xA4, 0x00, 0x00, [0x3F, 0x00])
    static let erase = FMCOSCommand(0x80, 0x0E, 0x00, 0x00, expecting: 0x00)
    static let unblock = FMCOSCommand(0x84, 0x18, 0x00, 0x00)
    static let readBalance = FMCOSCommand(0x80, 0x5C, 0x00, 0x02, expecting: 0x04)

    /// A file of one byte in the root that says how far a card has come.
    private static let markFile: UInt8 = 0x1E
    static let readMark = FMCOSCommand(0x00, 0xB0, 0x80 | markFile, 0x00, expecting: 0x01)
    static let createMark = FMCOSCommand(
        0x80, 0xE0, 0x00, markFile, [0x28, 0x00, 0x01, 0xF0, 0x0A, 0xFF, 0xFF])

    static func writeMark(_ mark: UInt8) -> FMCOSCommand {
        FMCOSCommand(0x00, 0xD6, 0x80 | markFile, 0x00, [mark])
    }

    static func select(_ profile: FMCOSProfile) -> FMCOSCommand {
        FMCOSCommand(0x00, 0xA4, 0x04, 0x00, profile.applicationName)
    }

    static func createApplication(_ profile: FMCOSProfile) -> FMCOSCommand {
        create(
            profile.applicationFile,
            [0x38, 0x08, 0x00, 0x0A, 0x0A, 0x00, 0xFF, 0xFF]
                + profile.applicationName)
    }

    /// Keys are added with the root's master key only.
    static let createKeyFile = create(0x0000, [0x3F, 0x01, 0x00, 0x95, 0x0A, 0xFF, 0xFF])

    static func add(_ entry: FMCOSKeyEntry) -> FMCOSCommand {
        FMCOSCommand(0x80, 0xD4, 0x01, entry.number, entry.bytes())
    }

    /// Puts another key in the place of the one of its type and number.
    static func replace(_ entry: FMCOSKeyEntry) -> FMCOSCommand {
        FMCOSCommand(0x80, 0xD4, entry.type, entry.number, entry.bytes(isProtected: true))
    }

    static func createIdentity(_ profile: FMCOSProfile) -> FMCOSCommand {
        let size = UInt8(profile.identity.length)
        return create(
            UInt16(profile.identityFile), [0xA8, 0x00, size, 0xA1, 0xFA, 0xFF, 0xFF])
    }

    /// Two copies, for everybody to read.
    static func createStatus(_ profile: FMCOSProfile) -> FMCOSCommand {
        let size = UInt16(2 * profile.status.length)
        return create(
            UInt16(profile.statusFile),
            [0xA8, UInt8(size >> 8), UInt8(size & 0xFF), 0xF0, 0xF0, 0xFF, 0xFF])
    }

    private static let logFile: UInt8 = 0x18
    static let createPurse = create(0x0002, [0x2F, 0x02, 0x08, 0xF0, 0x00, 0xFF, logFile])
    /// The last ten transactions; the card alone writes them.
    static let createLog = create(
        UInt16(logFile), [0x2E, 0x0A, 0x17, 0xA1, 0xEF, 0xFF, 0xFF])

    private static func create(_ identifier: UInt16, _ data: [UInt8]) -> FMCOSCommand {
        FMCOSCommand(0x80, 0xE0, UInt8(identifier >> 8), UInt8(identifier & 0xFF), data)
    }

    static func read(_ file: UInt8, length: Int) -> FMCOSCommand {
        FMCOSCommand(0x00, 0xB0, 0x80 | file, 0x00, expecting: UInt8(truncatingIfNeeded: length))
    }

    static func write(_ file: UInt8, at offset: Int, _ data: [UInt8]) -> FMCOSCommand {
        FMCOSCommand(0x00, 0xD6, 0x80 | file, UInt8(offset), data)
    }

    static func beginLoad(_ load: PurseLoad) -> FMCOSCommand {
        FMCOSCommand(
            0x80, 0x50, 0x00, 0x02, [0x01] + PurseLoad.bytes(load.amount) + load.terminal,
            expecting: 0x10)
    }

    static func completeLoad(_ load: PurseLoad, consent: [UInt8]) -> FMCOSCommand {
        FMCOSCommand(0x80, 0x52, 0x00, 0x00, load.moment + consent, expecting: 0x04)
    }

    /// GET TRANSACTION PROVE for the load that had this counter before it.
    static func proof(ofLoad counter: UInt16) -> FMCOSCommand {
        FMCOSCommand(
            0x80, 0x5A, 0x00, PurseLoad.type, [UInt8(counter >> 8), UInt8(counter & 0xFF)],
            expecting: 0x08)
    }
}
