import CampusCard
import CardEncoding

extension FMCOSProfile {
    /// What could be read of it; nil after a complaint.
    static func read(_ reader: SectionReader) -> FMCOSProfile? {
        let identifier = reader.read(identifierKey)
        let name = reader.read(nameKey)
        let identity = reader.section("identity") { FMCOSFileSection<IdentityField>($0) }
        let status = reader.section("status") { FMCOSFileSection<StatusField>($0) }
        let hasPurse = reader.read(purseKey)
        if let number = status?.number {
            reader.require(
                identity?.number != number, "status", value: "\(number)",
                "another number than the identity's")
        }
        guard let identifier, let name, let identityFile = identity?.number,
            let identityLayout = identity?.record, let statusFile = status?.number,
            let statusLayout = status?.record, let hasPurse, identityFile != statusFile
        else { return nil }
        return FMCOSProfile(
            applicationFile: identifier, applicationName: name, identityFile: identityFile,
            statusFile: statusFile, identity: identityLayout, status: statusLayout,
            hasPurse: hasPurse)
    }

    private static let identifierKey = ConfigurationKey<UInt16>.text(
        "applicationFile", "four hex digits from 3F01 to 3FFE",
        default: ("3F01", 0x3F01), "The application's identifier under the root."
    ) { text in
        guard text.utf8.count == 4, let value = UInt16(text, radix: 16),
            applicationFiles.contains(Int(value))
        else { return nil }
        return value
    }

    private static let nameKey = ConfigurationKey<[UInt8]>.text(
        "applicationName",
        "\(2 * nameLengths.lowerBound) to \(2 * nameLengths.upperBound) hex digits",
        "The application's name, by which terminals select it."
    ) { text in
        [UInt8](hex: text).flatMap { nameLengths.contains($0.count) ? $0 : nil }
    }

    private static let purseKey = ConfigurationKey<Bool>.truth(
        "purse", default: false, "Whether it has a PBOC purse, with its log.")
}

/// A file that holds a record, as far as it could be read.
private struct FMCOSFileSection<Field: RecordField> {
    let number: UInt8?
    let record: RecordLayout<Field>?

    init(_ reader: SectionReader) {
        number = reader.read(Self.numberKey).map { UInt8($0) }
        record = RecordLayout(reader)
    }

    private static var numberKey: ConfigurationKey<Int> {
        .whole(
            "number", in: FMCOSProfile.files,
            "The file's short identifier; 1, 2, 24 and 30 are taken by the card's own.")
    }
}
