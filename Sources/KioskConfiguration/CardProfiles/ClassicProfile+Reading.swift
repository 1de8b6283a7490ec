import CampusCard
import CardEncoding

extension ClassicProfile {
    /// What could be read of it; nil after a complaint.
    static func read(_ reader: SectionReader) -> ClassicProfile? {
        let sector = reader.read(sectorKey)
        let application = reader.read(applicationKey)
        guard let sector, let application else { return nil }
        return ClassicProfile(sector: sector, application: application)
    }

    private static let sectorKey = ConfigurationKey<Int>.whole(
        "sector", in: dataSectors, "The sector that holds the campus's record.")

    private static let applicationKey = ConfigurationKey<UInt16>.text(
        "application", "four hex digits that are not 0000",
        "How the directory names the campus (function cluster and application code)."
    ) { text in
        guard text.utf8.count == 4, let value = UInt16(text, radix: 16), value != 0 else {
            return nil
        }
        return value
    }
}
