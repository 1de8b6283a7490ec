import CampusCard
import CardEncoding

extension TransitApplication {
    /// Those that the campus takes; nil after a complaint.
    static func readAll(_ reader: SectionReader) -> [TransitApplication]? {
        reader.sections(
            "applications", count: 1...ReadTransitProcedure.applicationLimit,
            "Applications that the campus takes, the likeliest first.", read)
    }

    private static func read(_ reader: SectionReader) -> TransitApplication? {
        let identifier = reader.read(identifierKey)
        let file = reader.read(fileKey)
        let offset = reader.read(offsetKey)
        let length = reader.read(lengthKey)
        guard let identifier, let file, let offset, let length else { return nil }
        return TransitApplication(
            identifier: identifier, file: UInt8(file), offset: UInt8(offset),
            length: UInt8(length))
    }

    private static let identifierKey = ConfigurationKey<[UInt8]>.text(
        "identifier",
        "\(2 * identifierLengths.lowerBound) to \(2 * identifierLengths.upperBound) hex digits",
        "The application's identifier."
    ) { text in
        [UInt8](hex: text).flatMap { identifierLengths.contains($0.count) ? $0 : nil }
    }

    private static let fileKey = ConfigurationKey<Int>.whole(
        "file", in: files, "The short identifier of the file in which the number lies.")

    private static let offsetKey = ConfigurationKey<Int>.whole(
        "offset", in: 0...255, "Where in the file it begins.")

    private static let lengthKey = ConfigurationKey<Int>.whole(
        "bytes", in: numberLengths, "How many bytes of packed decimal digits it has.")
}
