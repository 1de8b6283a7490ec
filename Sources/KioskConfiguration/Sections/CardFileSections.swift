import CardEncoding

extension ApplicationKeyNumbers {
    init?(_ reader: SectionReader) {
        let reading = reader.read(Self.key(.reading, "Terminals and the kiosk read with it."))
        let updating = reader.read(Self.key(.updating, "The kiosk writes with it."))
        let purse = reader.read(Self.key(.purse, "Terminals debit an offline purse with it."))
        let topUp = reader.read(Self.key(.topUp, "Stations credit an offline purse with it."))
        guard let reading, let updating, let purse, let topUp else { return nil }
        self.init(
            reading: UInt8(reading), updating: UInt8(updating), purse: UInt8(purse),
            topUp: UInt8(topUp))
    }

    private static func key(
        _ role: ApplicationKeyRole, _ about: String
    ) -> ConfigurationKey<Int> {
        .whole(
            role.rawValue, in: range, "The number of this key; key 0 is administration. \(about)")
    }
}

extension RecordFileLayout {
    /// - Parameter standard: the file whose record this is.
    init?(_ reader: SectionReader, as standard: RecordFileLayout) {
        let number = reader.read(FileKeys.number)
        let communication = reader.read(FileKeys.communication)
        let rights = FileRights(reader)
        guard let number, let communication, let rights else { return nil }
        self.init(
            number: UInt8(number), length: standard.length, communication: communication,
            rights: rights)
    }
}

extension PurseLayout {
    init?(_ reader: SectionReader) {
        let number = reader.read(FileKeys.number)
        let communication = reader.read(FileKeys.communication)
        let rights = FileRights(reader)
        let lower = reader.read(
            Self.limit(
                "lowerLimitFen", "The lowest balance. Without a purse the whole object is left out."
            ))
        let upper = reader.read(Self.limit("upperLimitFen", "The highest balance."))
        guard let number, let communication, let rights, let lower, let upper else { return nil }
        self.init(
            number: UInt8(number), communication: communication, rights: rights,
            lowerLimit: Int32(lower), upperLimit: Int32(upper))
    }

    private static func limit(_ name: String, _ about: String) -> ConfigurationKey<Int> {
        .whole(name, in: balances, about)
    }
}

extension LogLayout {
    init?(_ reader: SectionReader) {
        let number = reader.read(FileKeys.number)
        let communication = reader.read(FileKeys.communication)
        let rights = FileRights(reader)
        let length = reader.read(Self.lengthKey)
        let records = reader.read(Self.recordsKey)
        guard let number, let communication, let rights, let length, let records else {
            return nil
        }
        self.init(
            number: UInt8(number), communication: communication, rights: rights,
            recordLength: length, records: records)
    }

    private static let lengthKey = ConfigurationKey<Int>.whole(
        "recordBytes", in: recordLengths,
        "Bytes of one record. Without a log the whole object is left out.")

    private static let recordsKey = ConfigurationKey<Int>.whole(
        "records", in: recordCounts, "How many records the card keeps; the oldest goes first.")
}

extension FileRights {
    init?(_ reader: SectionReader) {
        let read = reader.read(FileKeys.access("read", "Who may read it."))
        let write = reader.read(FileKeys.access("write", "Who may write it."))
        let both = reader.read(FileKeys.access("readWrite", "Who may do both, and credit a purse."))
        let change = reader.read(FileKeys.access("change", "Who may change these rights."))
        guard let read, let write, let both, let change else { return nil }
        self.init(read: read, write: write, readWrite: both, change: change)
    }
}

/// The keys that files have in common.
private enum FileKeys {
    static let number = ConfigurationKey<Int>.whole(
        "number", in: RecordFileLayout.numbers, "The file's number in the application.")

    static let communication = ConfigurationKey<CommunicationMode>.text(
        "communication", "\"mac\" or \"full\"",
        "How its bytes travel: in the clear with a code, or enciphered.",
        parse: CommunicationMode.init(rawValue:))

    static func access(_ name: String, _ about: String) -> ConfigurationKey<FileAccess> {
        let roles = ApplicationKeyRole.allCases.map { "\"\($0.rawValue)\"" }
        return .text(
            name, (roles + ["\"free\" or \"never\""]).joined(separator: ", "), about,
            parse: FileAccess.init(text:))
    }
}
