import CampusCard

extension RecordLayout {
    /// Reads `version`, `bytes` and the object `fields` of a file that holds a record. Places that
    /// the fields cannot have are told beside what could not be read.
    init?(_ reader: SectionReader) {
        let version = reader.read(RecordLayoutKeys.version)
        let length = reader.read(RecordLayoutKeys.length)
        let places = reader.section("fields") { Self.places($0) }
        if let length, let places {
            for fault in Self.faults(length: length, places: places) {
                reader.refuse(
                    "fields.\(fault.field.rawValue)", value: "\"\(fault.place.text)\"",
                    fault.bound)
            }
        }
        guard let version, let length, let places, places.count == Field.allCases.count,
            Self.faults(length: length, places: places).isEmpty
        else { return nil }
        self.init(version: UInt8(version), length: length, places: places)
    }

    /// The places that could be read.
    private static func places(_ reader: SectionReader) -> [Field: Range<Int>] {
        var places: [Field: Range<Int>] = [:]
        for field in Field.allCases { places[field] = reader.read(RecordLayoutKeys.place(field)) }
        return places
    }
}

/// The keys of a record's layout.
private enum RecordLayoutKeys {
    static let version = ConfigurationKey<Int>.whole(
        "version", in: 1...255,
        "What the field layoutVersion holds. Cards of another version are not read as ours.")

    static let length = ConfigurationKey<Int>.whole(
        "bytes", in: RecordLayout<IdentityField>.lengths,
        "The length of the file. Bytes of no field hold zeros.")

    static func place<Field: RecordField>(_ field: Field) -> ConfigurationKey<Range<Int>> {
        let count =
            field.width == 1
            ? "the place of one byte, such as \"0\""
            : """
            the places of \(field.width) bytes, first and last, such as \"2-\(field.width + 1)\"
            """
        return .text(field.rawValue, count, field.about, parse: Range.init(place:))
    }
}

extension Range<Int> {
    /// `"4"` or `"4-13"`, both ends included.
    fileprivate init?(place text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = ends.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard (1...2).contains(ends.count), numbers.count == ends.count,
            let first = numbers.first, let last = numbers.last, first <= last,
            RecordLayout<IdentityField>.lengths.upperBound > last
        else { return nil }
        self = first..<last + 1
    }

    fileprivate var text: String {
        count == 1 ? "\(lowerBound)" : "\(lowerBound)-\(upperBound - 1)"
    }
}
