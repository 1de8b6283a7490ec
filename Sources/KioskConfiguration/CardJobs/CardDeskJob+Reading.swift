import CampusCard

/// Jobs of the other families, read as that of a DESFire is.
extension CardDeskJob where Keys == FMCOSDeskKeys {
    /// A job on an FMCOS card.
    package static func read(
        _ bytes: [UInt8], file: String, for purpose: CardDeskPurpose
    ) throws(ConfigurationFaults) -> CardDeskJob {
        try ConfigurationReport.read(bytes, file: file) {
            read($0, for: purpose, uid: CardUIDKey.fourOrSeven) { FMCOSDeskKeys($0) }
        }
    }
}

extension CardDeskJob where Keys == ClassicDeskKeys {
    /// A job on a MIFARE Classic card.
    package static func read(
        _ bytes: [UInt8], file: String, for purpose: CardDeskPurpose
    ) throws(ConfigurationFaults) -> CardDeskJob {
        try ConfigurationReport.read(bytes, file: file) {
            read($0, for: purpose, uid: CardUIDKey.fourOrSeven) { ClassicDeskKeys($0) }
        }
    }
}

/// The card that a job's keys were made for.
enum CardUIDKey {
    static let seven = key("14 hex digits", [7])
    static let fourOrSeven = key("8 or 14 hex digits", [4, 7])

    private static func key(_ bound: String, _ lengths: Set<Int>) -> ConfigurationKey<CardUID> {
        .text("uid", bound, "The card that the keys were made for.") { text in
            CardUID(hex: text).flatMap { lengths.contains($0.bytes.count) ? $0 : nil }
        }
    }
}
