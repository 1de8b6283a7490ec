import CampusCard
import CardEncoding

extension ApplicationKeyNumbers {
    /// The numbers that could be read.
    static func numbers(_ reader: SectionReader) -> [ApplicationKeyRole: UInt8] {
        let keys = [
            key(.reading, "Terminals and the kiosk read with it."),
            key(.updating, "The kiosk writes with it."),
            key(.purse, "Terminals debit an offline purse with it."),
            key(.topUp, "Stations credit an offline purse with it."),
        ]
        var numbers: [ApplicationKeyRole: UInt8] = [:]
        for (role, key) in keys { numbers[role] = reader.read(key).map { UInt8($0) } }
        return numbers
    }

    /// Nil when a role has no number.
    init?(_ numbers: [ApplicationKeyRole: UInt8]) {
        guard let reading = numbers[.reading], let updating = numbers[.updating],
            let purse = numbers[.purse], let topUp = numbers[.topUp]
        else { return nil }
        self.init(reading: reading, updating: updating, purse: purse, topUp: topUp)
    }

    private static func key(
        _ role: ApplicationKeyRole, _ about: String
    ) -> (ApplicationKeyRole, ConfigurationKey<Int>) {
        let about = "The number of this key; key 0 is administration. \(about)"
        return (role, .whole(role.rawValue, in: range, about))
    }
}

/// A file that holds a record, as far as it could be read.
struct RecordFileSection<Field: RecordField> {
    let parts: FileParts
    private let record: RecordLayout<Field>?

    init(_ reader: SectionReader, _ content: FileParts.Content) {
        parts = FileParts(reader, content)
        record = RecordLayout(reader)
    }

    /// Nil when something of it could not be read.
    var layout: RecordFileLayout<Field>? {
        guard let number = parts.number, let communication = parts.communication,
            let rights = parts.fileRights, let record
        else { return nil }
        return RecordFileLayout(
            number: number, communication: communication, rights: rights, record: record)
    }
}

/// A purse, as far as it could be read.
struct PurseSection {
    let parts: FileParts
    private let limits: (lower: Int32?, upper: Int32?)

    init(_ reader: SectionReader) {
        var parts = FileParts(reader, .purse(lower: nil, upper: nil))
        let lower = reader.read(
            Self.limit(
                "lowerLimitFen", "The lowest balance. Without a purse the whole object is left out."
            ))
        let upper = reader.read(Self.limit("upperLimitFen", "The highest balance."))
        limits = (lower.map { Int32($0) }, upper.map { Int32($0) })
        parts.content = .purse(lower: limits.lower, upper: limits.upper)
        self.parts = parts
    }

    var layout: PurseLayout? {
        guard let number = parts.number, let communication = parts.communication,
            let rights = parts.fileRights, let lower = limits.lower, let upper = limits.upper
        else { return nil }
        return PurseLayout(
            number: number, communication: communication, rights: rights, lowerLimit: lower,
            upperLimit: upper)
    }

    private static func limit(_ name: String, _ about: String) -> ConfigurationKey<Int> {
        .whole(name, in: PurseLayout.balances, about)
    }
}

/// A log, as far as it could be read.
struct LogSection {
    let parts: FileParts
    private let length: Int?
    private let records: Int?

    init(_ reader: SectionReader) {
        parts = FileParts(reader, .log)
        length = reader.read(Self.lengthKey)
        records = reader.read(Self.recordsKey)
    }

    var layout: LogLayout? {
        guard let number = parts.number, let communication = parts.communication,
            let rights = parts.fileRights, let length, let records
        else { return nil }
        return LogLayout(
            number: number, communication: communication, rights: rights, recordLength: length,
            records: records)
    }

    private static let lengthKey = ConfigurationKey<Int>.whole(
        "recordBytes", in: LogLayout.recordLengths,
        "Bytes of one record. Without a log the whole object is left out.")

    private static let recordsKey = ConfigurationKey<Int>.whole(
        "records", in: LogLayout.recordCounts,
        "How many records the card keeps; the oldest goes first.")
}

extension FileParts {
    fileprivate init(_ reader: SectionReader, _ content: Content) {
        self.init(content)
        number = reader.read(FileKeys.number).map { UInt8($0) }
        communication = reader.read(FileKeys.communication)
        read = reader.read(FileKeys.access("read", "Who may read it."))
        write = reader.read(FileKeys.access("write", "Who may write it."))
        readWrite = reader.read(
            FileKeys.access("readWrite", "Who may do both, and credit a purse."))
        change = reader.read(FileKeys.access("change", "Who may change these rights."))
    }
}

/// The keys that files have in common.
private enum FileKeys {
    static let number = ConfigurationKey<Int>.whole(
        "number", in: FileNumber.range, "The file's number in the application.")

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
