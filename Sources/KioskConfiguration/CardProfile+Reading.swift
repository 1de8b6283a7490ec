package import CardEncoding

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
        let application = reader.read(
            ConfigurationKey<ApplicationID>.text(
                "applicationID", "six hex digits that are not all zero",
                "The application on the card, most significant byte first.",
                parse: ApplicationID.init(hex:)))
        let majors = reader.read(
            ConfigurationKey<[UInt8]>.list(
                "hardwareMajors", "a list of 1 to 8 whole numbers from 1 to 255", count: 1...8,
                "The chips that are taken, by the major version of their hardware: 18 is EV2."
            ) { value -> UInt8? in
                guard case .whole(let major) = value.content, (1...255).contains(major) else {
                    return nil
                }
                return UInt8(major)
            })
        guard let application, let majors else { return nil }
        return CardProfile(applicationID: application, hardwareMajors: majors)
    }
}
