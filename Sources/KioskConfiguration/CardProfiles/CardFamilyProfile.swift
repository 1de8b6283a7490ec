package import CardEncoding

/// The profile of a card of any family, as a technician's desk takes it.
package enum CardFamilyProfile: Hashable, Sendable {
    case desfire(CardProfile)
    case fmcos(FMCOSProfile)
    case classic(ClassicProfile)
    /// What the campus takes, the likeliest first.
    case transit([TransitApplication])

    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - file: its name for complaints.
    package static func read(
        _ bytes: [UInt8], file: String
    ) throws(ConfigurationFaults) -> CardFamilyProfile {
        try ConfigurationReport.read(bytes, file: file, profile)
    }

    /// Every key with its bound and its meaning, of one family.
    package static func keys(of family: CardFamily) -> [KeyDescription] {
        ConfigurationReport.keys { reader in
            _ = reader.read(CardFamily.key)
            return profile(reader, family)
        }
    }

    private static func profile(_ reader: SectionReader) -> CardFamilyProfile? {
        guard let family = reader.read(CardFamily.key) else {
            reader.leaveRest()
            return nil
        }
        return profile(reader, family)
    }

    private static func profile(
        _ reader: SectionReader, _ family: CardFamily
    ) -> CardFamilyProfile? {
        switch family {
        case .desfire: CardProfile.read(reader).map { .desfire($0) }
        case .fmcos: FMCOSProfile.read(reader).map { .fmcos($0) }
        case .classic: ClassicProfile.read(reader).map { .classic($0) }
        case .transit: TransitApplication.readAll(reader).map { .transit($0) }
        }
    }
}
