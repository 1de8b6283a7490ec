import CampusCard

/// The commands of profile A, byte for byte (NXP MIFARE DESFire functional specification).
extension CardCommand {
    static let readVersion = CardCommand(.getVersion)
    static let listApplications = CardCommand(.listApplications)
    static let commit = CardCommand(.commitTransaction)
    /// The UID, enciphered and under a MAC, which a relay cannot forge.
    static let confirmUID = CardCommand(.getCardUID, protection: .full(answerLength: 7))
    static let restrictCard = CardCommand(
        .changeKeySettings, data: [CardProfile.keySettings], protection: .full(answerLength: 0))

    static func select(_ application: ApplicationID) -> CardCommand {
        CardCommand(.selectApplication, header: application.sent)
    }

    static func keyVersion(of keyNumber: UInt8) -> CardCommand {
        CardCommand(.getKeyVersion, header: [keyNumber])
    }

    static func createApplication(_ application: ApplicationID) -> CardCommand {
        let settings = [CardProfile.keySettings, CardProfile.keyNumbers]
        return CardCommand(.createApplication, header: application.sent + settings)
    }

    static func deleteApplication(_ application: ApplicationID) -> CardCommand {
        CardCommand(.deleteApplication, header: application.sent)
    }

    static func create(_ file: CardFile) -> CardCommand {
        let rights = [file.rawValue, CardProfile.communicationMode] + CardProfile.accessRights
        return CardCommand(.createBackupFile, header: rights + size(file.length))
    }

    /// - Parameter isWhole: in one frame, which cards before EV2 do not take.
    static func read(_ file: CardFile, isWhole: Bool) -> CardCommand {
        CardCommand(
            isWhole ? .readDataWhole : .readData, header: whole(file),
            protection: .full(answerLength: file.length))
    }

    /// - Parameter isWhole: in one frame, which cards before EV2 do not take.
    static func write(_ file: CardFile, _ bytes: [UInt8], isWhole: Bool) -> CardCommand {
        CardCommand(
            isWhole ? .writeDataWhole : .writeData, header: whole(file), data: bytes,
            protection: .full(answerLength: 0))
    }

    /// File number, offset zero, whole length.
    private static func whole(_ file: CardFile) -> [UInt8] {
        [file.rawValue] + size(0) + size(file.length)
    }

    /// Three bytes, least significant first.
    private static func size(_ value: Int) -> [UInt8] {
        (0..<3).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
