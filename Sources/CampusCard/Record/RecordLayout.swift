/// Where each field of a record lies in its file. Bytes that belong to no field are reserved and
/// hold zeros.
package struct RecordLayout<Field: RecordField>: Hashable, Sendable {
    /// What the field `layoutVersion` holds; never zero, which an unwritten file holds.
    package let version: UInt8
    /// Bytes of the file.
    package let length: Int
    private let places: [Field: Range<Int>]

    /// - Precondition: the layout has no faults.
    package init(version: UInt8, length: Int, places: [Field: Range<Int>]) {
        let faults = Self.faults(length: length, places: places)
        precondition(
            version > 0 && faults.isEmpty && places.count == Field.allCases.count,
            "a layout of \(Field.self) was not checked: \(faults)")
        self.version = version
        self.length = length
        self.places = places
    }

    /// The layout that this software ships with.
    package static var standard: Self { Field.standardLayout }

    /// Where a field lies.
    package func place(of field: Field) -> Range<Int> {
        guard let place = places[field] else {
            preconditionFailure("a layout has a place for each field")
        }
        return place
    }

    /// The positions that belong to no field.
    var reserved: [Int] {
        (0..<length).filter { index in !places.values.contains { $0.contains(index) } }
    }

    /// The positions outside these fields.
    func positions(outside fields: Set<Field>) -> [Int] {
        (0..<length).filter { index in !fields.contains { place(of: $0).contains(index) } }
    }
}

/// A field of a record, by the name that a profile gives it.
package protocol RecordField: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The file that the record fills.
    static var file: CardFile { get }
    static var standardLayout: RecordLayout<Self> { get }
    /// The field that names the layout.
    static var layoutVersion: Self { get }
    /// The field that holds the check sum.
    static var checkSum: Self { get }
    /// Bytes that it takes.
    var width: Int { get }
    /// What it holds, for whoever lays out a card.
    var about: String { get }
}

/// A place in a file that a field cannot have.
package struct RecordLayoutFault<Field: RecordField>: Hashable, Sendable {
    package let field: Field
    package let place: Range<Int>
    /// What the place must be.
    package let bound: String
}

extension RecordLayout {
    /// Bytes that a file may have: in every frame that cards of profile A take.
    package static var lengths: ClosedRange<Int> { 1...128 }

    /// Everything that is impossible about places, in the order of the fields. A field that has no
    /// place is not looked at.
    package static func faults(
        length: Int, places: [Field: Range<Int>]
    ) -> [RecordLayoutFault<Field>] {
        var earlier: [(field: Field, place: Range<Int>)] = []
        var faults: [RecordLayoutFault<Field>] = []
        for field in Field.allCases {
            guard let place = places[field] else { continue }
            func refuse(_ bound: String) {
                faults.append(RecordLayoutFault(field: field, place: place, bound: bound))
            }
            if place.count != field.width {
                refuse(field.width == 1 ? "one byte wide" : "\(field.width) bytes wide")
            }
            if place.lowerBound < 0 || place.upperBound > length {
                refuse("within the file, whose last byte is \(length - 1)")
            }
            if let other = earlier.first(where: { $0.place.overlaps(place) }) {
                refuse("clear of \(other.field.rawValue)")
            }
            earlier.append((field, place))
        }
        return faults
    }
}
