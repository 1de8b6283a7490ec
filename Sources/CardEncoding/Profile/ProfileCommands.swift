import CampusCard

/// The commands of a profile, byte for byte (NXP MIFARE DESFire functional specification).
extension CardCommand {
    static let readVersion = CardCommand(.getVersion)
    /// The maker's signature over the UID; its one parameter is zero.
    static let readSignature = CardCommand(.readSignature, header: [0x00])
    static let listApplications = CardCommand(.listApplications)
    static let commit = CardCommand(.commitTransaction)
    /// The UID, enciphered and under a MAC, which a relay cannot forge.
    static let confirmUID = CardCommand(.getCardUID, protection: .full(answerLength: 7))
    static let restrictCard = CardCommand(
        .changeKeySettings, data: [CardProfile.keySettings], protection: .full(answerLength: 0))
    /// Option 00, bit 0. It cannot be taken back.
    static let forbidFormat = CardCommand(
        .setConfiguration, header: [0x00], data: [0x01], protection: .full(answerLength: 0))

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

    static func create<Field>(
        _ file: RecordFileLayout<Field>, keys: ApplicationKeyNumbers
    ) -> CardCommand {
        let rights = [file.number, file.communication.byte] + file.rights.sent(keys)
        return CardCommand(.createBackupFile, header: rights + size(file.record.length))
    }

    /// Lower and upper limit, a value of nothing, and no limited credit.
    static func create(_ purse: PurseLayout, keys: ApplicationKeyNumbers) -> CardCommand {
        let rights = [purse.number, purse.communication.byte] + purse.rights.sent(keys)
        let values = [purse.lowerLimit, purse.upperLimit, 0].flatMap(amount)
        return CardCommand(.createValueFile, header: rights + values + [0x00])
    }

    /// A cyclic file has room for one record more than it shows: the one that is being written.
    static func create(_ log: LogLayout, keys: ApplicationKeyNumbers) -> CardCommand {
        let rights = [log.number, log.communication.byte] + log.rights.sent(keys)
        let sizes = size(log.recordLength) + size(log.records + 1)
        return CardCommand(.createCyclicRecordFile, header: rights + sizes)
    }

    /// - Parameter isWhole: in one frame, which cards before EV2 do not take.
    static func read<Field>(_ file: RecordFileLayout<Field>, isWhole: Bool) -> CardCommand {
        CardCommand(
            isWhole ? .readDataWhole : .readData, header: whole(file),
            protection: file.communication.protection(answerLength: file.record.length))
    }

    /// - Parameter isWhole: in one frame, which cards before EV2 do not take.
    static func write<Field>(
        _ file: RecordFileLayout<Field>, _ bytes: [UInt8], isWhole: Bool
    ) -> CardCommand {
        CardCommand(
            isWhole ? .writeDataWhole : .writeData, header: whole(file), data: bytes,
            protection: file.communication.protection(answerLength: 0))
    }

    /// File number, offset zero, whole length.
    private static func whole<Field>(_ file: RecordFileLayout<Field>) -> [UInt8] {
        [file.number] + size(0) + size(file.record.length)
    }

    /// Three bytes, least significant first.
    private static func size(_ value: Int) -> [UInt8] {
        (0..<3).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Four bytes, least significant first.
    private static func amount(_ value: Int32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
