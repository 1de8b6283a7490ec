package import CampusCard

/// The keys of one card of a family, as its jobs hold them.
package protocol CardDeskKeys: Sendable {
    /// Reads a job with such keys.
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - file: its name for complaints.
    /// - Throws: all that is wrong with it, or missing for the purpose. Keys are not shown.
    static func job(
        _ bytes: [UInt8], file: String, for purpose: CardDeskPurpose
    ) throws(ConfigurationFaults) -> CardDeskJob<Self>
}

extension CardKeyGrant: CardDeskKeys {
    package static func job(
        _ bytes: [UInt8], file: String, for purpose: CardDeskPurpose
    ) throws(ConfigurationFaults) -> CardDeskJob<CardKeyGrant> {
        try ConfigurationReport.read(bytes, file: file) {
            .read($0, for: purpose, uid: CardUIDKey.seven) { CardKeyGrant($0) }
        }
    }
}

extension FMCOSDeskKeys: CardDeskKeys {
    package static func job(
        _ bytes: [UInt8], file: String, for purpose: CardDeskPurpose
    ) throws(ConfigurationFaults) -> CardDeskJob<FMCOSDeskKeys> {
        try ConfigurationReport.read(bytes, file: file) {
            .read($0, for: purpose, uid: CardUIDKey.fourOrSeven) { FMCOSDeskKeys($0) }
        }
    }
}

extension ClassicDeskKeys: CardDeskKeys {
    package static func job(
        _ bytes: [UInt8], file: String, for purpose: CardDeskPurpose
    ) throws(ConfigurationFaults) -> CardDeskJob<ClassicDeskKeys> {
        try ConfigurationReport.read(bytes, file: file) {
            .read($0, for: purpose, uid: CardUIDKey.fourOrSeven) { ClassicDeskKeys($0) }
        }
    }
}

/// The card that a job's keys were made for.
private enum CardUIDKey {
    static let seven = key("14 hex digits", [7])
    static let fourOrSeven = key("8 or 14 hex digits", [4, 7])

    private static func key(_ bound: String, _ lengths: Set<Int>) -> ConfigurationKey<CardUID> {
        .text("uid", bound, "The card that the keys were made for.") { text in
            CardUID(hex: text).flatMap { lengths.contains($0.bytes.count) ? $0 : nil }
        }
    }
}
