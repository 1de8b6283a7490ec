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
        try ConfigurationReport.read(bytes, file: file, profile)
    }

    /// Every key with its bound and its meaning.
    package static var keys: [KeyDescription] { ConfigurationReport.keys(profile) }

    private static func profile(_ reader: SectionReader) -> CardProfile? {
        let application = reader.read(applicationKey)
        let majors = reader.read(hardwareKey)
        let makers = reader.read(makersKey)
        let keys = reader.section("keys") { ApplicationKeyNumbers($0) }
        let files = reader.section("files") { FilesSection($0) }
        let forbidsFormat = reader.read(forbidFormatKey)
        guard let application, let majors, let makers, let keys, let files, let forbidsFormat else {
            return nil
        }
        let profile = CardProfile(
            applicationID: application, hardwareMajors: majors, makerKeys: makers, keys: keys,
            identity: files.identity, status: files.status, purse: files.purse, log: files.log,
            forbidsFormat: forbidsFormat)
        for fault in profile.faults { reader.refuse(fault.key, value: fault.value, fault.bound) }
        return profile
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

/// The files of the application.
private struct FilesSection {
    let identity: RecordFileLayout
    let status: RecordFileLayout
    let purse: PurseLayout?
    let log: LogLayout?

    init?(_ reader: SectionReader) {
        let identity = reader.section("identity") { RecordFileLayout($0, as: .identity) }
        let status = reader.section("status") { RecordFileLayout($0, as: .status) }
        let purse = reader.optionalSection("purse") { PurseLayout($0) }
        let log = reader.optionalSection("log") { LogLayout($0) }
        guard let identity, let status, let purse, let log else { return nil }
        self.identity = identity
        self.status = status
        self.purse = purse
        self.log = log
    }
}
