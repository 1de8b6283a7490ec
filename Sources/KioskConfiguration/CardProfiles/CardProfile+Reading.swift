import CampusCard
package import CardEncoding
import CardPrimitives

/// The card profile's file, read as strictly as the configuration.
extension CardProfile {
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - file: its name for complaints.
    package static func read(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationFaults) -> CardProfile {
        try ConfigurationReport.read(bytes, file: file) { reader in
            guard reader.read(ownFamily) != nil else {
                reader.leaveRest()
                return nil
            }
            return read(reader)
        }
    }

    /// Every key with its bound and its meaning.
    package static var keys: [KeyDescription] {
        ConfigurationReport.keys { reader in
            _ = reader.read(ownFamily)
            return read(reader)
        }
    }

    private static let ownFamily = ConfigurationKey<CardFamily>.text(
        "family", "\"desfire\": kiosk and store make no other cards",
        default: ("desfire", .desfire), CardFamily.about
    ) { text in text == CardFamily.desfire.rawValue ? .desfire : nil }

    /// What could be read of it, but for its family; nil after a complaint.
    static func read(_ reader: SectionReader) -> CardProfile? {
        let application = reader.read(applicationKey)
        let majors = reader.read(hardwareKey)
        let makers = reader.read(makersKey)
        let keys = reader.section("keys") { ApplicationKeyNumbers.numbers($0) } ?? [:]
        let files = reader.section("files") { FilesSection($0) }
        let forbidsFormat = reader.read(forbidFormatKey)
        for fault in ProfileParts(keys: keys, files: files?.parts ?? []).faults {
            reader.refuse(fault.key, value: fault.value, fault.bound)
        }
        guard let application, let majors, let makers, let forbidsFormat,
            let numbers = ApplicationKeyNumbers(keys), let identity = files?.identity.layout,
            let status = files?.status.layout
        else { return nil }
        return CardProfile(
            applicationID: application, hardwareMajors: majors, makerKeys: makers, keys: numbers,
            identity: identity, status: status, purse: files?.purse?.layout,
            log: files?.log?.layout, forbidsFormat: forbidsFormat)
    }

    private static let applicationKey = ConfigurationKey<ApplicationID>.text(
        "applicationID", "six hex digits that are not all zero",
        "The application on the card, most significant byte first.",
        parse: ApplicationID.init(hex:))

    private static let hardwareKey = ConfigurationKey<[UInt8]>.list(
        "hardwareMajors", "a list of 1 to 8 whole numbers from 1 to 255", count: 1...8,
        "The chips that are taken, by the major version of their hardware: 1 is EV1, 18 EV2, 51 EV3."
    ) { value -> UInt8? in
        guard case .whole(let major) = value.content, (1...255).contains(major) else {
            return nil
        }
        return UInt8(major)
    }

    private static let makersKey = ConfigurationKey<[MakerKey]>.list(
        "makerKeys", "a list of up to 8 texts of 114 hex digits, each a point of secp224r1",
        count: 0...8, default: [],
        """
        Keys with which makers sign the UIDs of their chips (NXP publishes them). With any, a chip \
        that none of them has signed is refused, and every EV1.
        """
    ) { value in
        guard case .text(let text) = value.content else { return nil }
        return [UInt8](hex: text).flatMap(MakerKey.init)
    }

    private static let forbidFormatKey = ConfigurationKey<Bool>.truth(
        "forbidFormat", default: false,
        "Whether a finished card can never be formatted again. This cannot be undone.")
}

/// The files of the application, as far as they could be read.
private struct FilesSection {
    let identity: RecordFileSection<IdentityField>
    let status: RecordFileSection<StatusField>
    let purse: PurseSection?
    let log: LogSection?

    init?(_ reader: SectionReader) {
        let identity = reader.section("identity") {
            RecordFileSection<IdentityField>($0, .identity)
        }
        let status = reader.section("status") { RecordFileSection<StatusField>($0, .status) }
        purse = reader.optionalSection("purse") { PurseSection($0) } ?? nil
        log = reader.optionalSection("log") { LogSection($0) } ?? nil
        guard let identity, let status else { return nil }
        (self.identity, self.status) = (identity, status)
    }

    var parts: [FileParts] {
        [identity.parts, status.parts] + [purse?.parts, log?.parts].compactMap(\.self)
    }
}
