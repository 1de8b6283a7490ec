import CampusCard
import CardPrimitives
import Testing

@Suite("The card record")
struct RecordTests {
    private static let formats = [CardFormat.standard, OtherCampus.format]

    @Test("File 01 has the documented bytes at the documented places")
    func identityLayout() throws {
        let bytes = try CardFixture.identity()
        #expect(bytes.count == 64)
        #expect(bytes[..<4].hex == "01010007")
        #expect(String(decoding: bytes[4..<14], as: UTF8.self) == "0000104233")
        #expect(String(decoding: bytes[14..<23], as: UTF8.self) == "202401234")
        #expect(bytes[23..<34].allSatisfy { $0 == 0 })
        #expect(bytes[34..<42].hex == "2026090120300731")
        #expect(bytes[42..<54].allSatisfy { $0 == 0 })
        #expect(bytes[54..<62].hex == "0102030405060708")
    }

    @Test("File 02 has the documented bytes at the documented places")
    func statusLayout() throws {
        let bytes = try CardFixture.status().encoded(as: .standard)
        #expect(bytes.count == 32)
        #expect(bytes[..<2].hex == "0101")
        #expect(
            bytes[2..<26].hex == "0000139D" + "00000003" + "00001388" + "00004E20" + "00000001"
                + "20261123")
        #expect(bytes[26..<30].allSatisfy { $0 == 0 })
    }

    @Test("What is written is read back, at the ends of every field", arguments: formats)
    func roundTrip(format: CardFormat) throws {
        let first = try #require(RecordDate(year: 2000, month: 1, day: 1))
        let last = try #require(RecordDate(year: 2096, month: 2, day: 29))
        for holderClass in RecordHolderClass.allCases {
            let record = IdentityRecord(
                holderClass: holderClass, cardNumber: CardNumber(.max),
                issueNumber: IssueNumber(.max),
                studentNumber: StudentNumber(validated: "ABCDEFGHIJKLMNOPQRST"), validFrom: first,
                validTo: last)
            let seal = try #require(CardSeal([UInt8](repeating: 0xFF, count: 8)))
            let read = try IdentityRecord.decode(
                record.encoded(seal: seal, as: format.identity), as: format.identity)
            #expect(read.record == record)
            #expect(read.seal == seal)
        }
        for flag in StatusRecord.Flag.allCases {
            let record = StatusRecord(
                flag: flag, goodAsOf: ListVersion(.max), limitsGeneration: .max,
                singleLimit: .zero, dailyLimit: StatusRecord.highestLimit, updateCounter: .max,
                writtenOn: last)
            let bytes = record.encoded(as: format.status)
            #expect(try StatusRecord.decode(bytes, as: format.status) == record)
        }
    }

    @Test("Every changed byte of either file is found", arguments: formats)
    func corruption(format: CardFormat) throws {
        let (record, seal) = try IdentityRecord.decode(CardFixture.identity(), as: .standard)
        let identity = record.encoded(seal: seal, as: format.identity)
        let status = try CardFixture.status().encoded(as: format.status)
        for mask: UInt8 in [0x01, 0x80, 0xFF] {
            for index in identity.indices {
                var bytes = identity
                bytes[index] ^= mask
                #expect(throws: RecordFault.self) {
                    try IdentityRecord.decode(bytes, as: format.identity)
                }
            }
            for index in status.indices {
                var bytes = status
                bytes[index] ^= mask
                #expect(throws: RecordFault.self) {
                    try StatusRecord.decode(bytes, as: format.status)
                }
            }
        }
    }

    @Test("A reserved byte that is not zero is refused, though the check sum holds")
    func reserved() throws {
        let other = OtherCampus.format.status
        let moved = RecordLayout<StatusField>(
            version: 9, length: 40,
            places: Dictionary(
                uniqueKeysWithValues: StatusField.allCases.map {
                    ($0, $0 == .writtenOn ? 28..<32 : other.place(of: $0))
                }))
        let bytes = try CardFixture.status().encoded(as: moved)
        #expect(throws: RecordFault.illegalField(file: .status, field: "the reserved part")) {
            try StatusRecord.decode(bytes, as: other)
        }
    }

    @Test("A place that a field cannot have is told with the field and what it must be")
    func impossiblePlaces() {
        let good = Dictionary(
            uniqueKeysWithValues: StatusField.allCases.map {
                ($0, RecordLayout<StatusField>.standard.place(of: $0))
            })
        func faults(_ field: StatusField, _ place: Range<Int>) -> [String] {
            var places = good
            places[field] = place
            return RecordLayout.faults(length: 32, places: places).map {
                "\($0.field.rawValue): \($0.bound)"
            }
        }
        #expect(RecordLayout.faults(length: 32, places: good) == [])
        #expect(faults(.flag, 1..<3) == ["flag: one byte wide", "goodAsOf: clear of flag"])
        #expect(faults(.writtenOn, 26..<30) == [])
        #expect(faults(.writtenOn, 27..<31) == ["checkSum: clear of writtenOn"])
        #expect(
            faults(.checkSum, 31..<33)
                == ["checkSum: within the file, whose last byte is 31"])
        for field in StatusField.allCases {
            for other in StatusField.allCases where other != field {
                guard let place = good[other] else { continue }
                #expect(!faults(field, place).isEmpty, "\(field) in the place of \(other)")
            }
        }
    }

    @Test("A file that was never written is told from a broken one")
    func faults() throws {
        let blank = [UInt8](repeating: 0, count: 32)
        #expect(throws: RecordFault.blank) { try StatusRecord.decode(blank, as: .standard) }
        #expect(throws: RecordFault.wrongLength(file: .status, length: 31, expected: 32)) {
            try StatusRecord.decode(Array(blank.dropFirst()), as: .standard)
        }
        var other = try CardFixture.status().encoded(as: .standard)
        other[0] = 2
        #expect(throws: RecordFault.unknownLayout(file: .status, version: 2)) {
            try StatusRecord.decode(other, as: .standard)
        }
        other[0] = 1
        other[10] ^= 1
        #expect(throws: RecordFault.wrongCheckSum(file: .status)) {
            try StatusRecord.decode(other, as: .standard)
        }
    }

    @Test("Days that do not exist are refused")
    func dates() {
        #expect(RecordDate(year: 2027, month: 2, day: 29) == nil)
        #expect(RecordDate(year: 2026, month: 13, day: 1) == nil)
        #expect(RecordDate(year: 2026, month: 4, day: 31) == nil)
        #expect(RecordDate(packed: [0x20, 0x26, 0x1A, 0x01]) == nil)
        #expect(RecordDate(packed: [0x20, 0x28, 0x02, 0x29])?.description == "2028-02-29")
    }

    @Test("The seal covers the UID and the issue number", arguments: formats)
    func sealedBytes(format: CardFormat) throws {
        let (record, _) = try IdentityRecord.decode(CardFixture.identity(), as: .standard)
        let (reissued, _) = try IdentityRecord.decode(CardFixture.identity(issue: 8), as: .standard)
        let uid = try #require(CardFixture.uid)
        let other = try #require(CardUID([0x04, 1, 2, 3, 4, 5, 6]))
        func sealed(_ record: IdentityRecord, _ uid: CardUID) -> [UInt8] {
            record.sealedBytes(uid: uid, as: format.identity)
        }
        #expect(sealed(record, uid).starts(with: uid.bytes))
        #expect(sealed(record, uid) != sealed(reissued, uid))
        #expect(sealed(record, uid) != sealed(record, other))
    }

    @Test("The standard seal covers bytes 0 to 53, as cards in use have it")
    func standardSeal() throws {
        let bytes = try CardFixture.identity()
        let (record, _) = try IdentityRecord.decode(bytes, as: .standard)
        let uid = try #require(CardFixture.uid)
        #expect(record.sealedBytes(uid: uid, as: .standard) == uid.bytes + bytes[..<54])
    }
}
