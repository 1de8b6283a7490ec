import CampusCard
import CardPrimitives
import Testing

@Suite("The card record")
struct RecordTests {
    @Test("File 01 has the documented bytes at the documented places")
    func identityLayout() throws {
        let bytes = try CardFixture.identity()
        #expect(bytes.count == CardFile.identity.length)
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
        let bytes = try CardFixture.status().encoded
        #expect(bytes.count == CardFile.status.length)
        #expect(bytes[..<2].hex == "0101")
        #expect(
            bytes[2..<26].hex == "0000139D" + "00000003" + "00001388" + "00004E20" + "00000001"
                + "20261123")
        #expect(bytes[26..<30].allSatisfy { $0 == 0 })
    }

    @Test("What is written is read back, at the ends of every field")
    func roundTrip() throws {
        let first = try #require(RecordDate(year: 2000, month: 1, day: 1))
        let last = try #require(RecordDate(year: 2096, month: 2, day: 29))
        for holderClass in RecordHolderClass.allCases {
            let record = IdentityRecord(
                holderClass: holderClass, cardNumber: CardNumber(.max),
                issueNumber: IssueNumber(.max),
                studentNumber: StudentNumber(validated: "ABCDEFGHIJKLMNOPQRST"), validFrom: first,
                validTo: last)
            let seal = try #require(CardSeal([UInt8](repeating: 0xFF, count: 8)))
            let read = try IdentityRecord.decode(record.encoded(seal: seal))
            #expect(read.record == record)
            #expect(read.seal == seal)
        }
        for flag in StatusRecord.Flag.allCases {
            let record = StatusRecord(
                flag: flag, goodAsOf: ListVersion(.max), limitsGeneration: .max,
                singleLimit: .zero, dailyLimit: StatusRecord.highestLimit, updateCounter: .max,
                writtenOn: last)
            #expect(try StatusRecord.decode(record.encoded) == record)
        }
    }

    @Test("Every changed byte of either file is found")
    func corruption() throws {
        let identity = try CardFixture.identity()
        let status = try CardFixture.status().encoded
        for mask: UInt8 in [0x01, 0x80, 0xFF] {
            for index in identity.indices {
                var bytes = identity
                bytes[index] ^= mask
                #expect(throws: RecordFault.self) { try IdentityRecord.decode(bytes) }
            }
            for index in status.indices {
                var bytes = status
                bytes[index] ^= mask
                #expect(throws: RecordFault.self) { try StatusRecord.decode(bytes) }
            }
        }
    }

    @Test("A file that was never written is told from a broken one")
    func faults() throws {
        let blank = [UInt8](repeating: 0, count: 32)
        #expect(throws: RecordFault.blank) { try StatusRecord.decode(blank) }
        #expect(throws: RecordFault.wrongLength(file: .status, length: 31)) {
            try StatusRecord.decode(Array(blank.dropFirst()))
        }
        var other = try CardFixture.status().encoded
        other[0] = 2
        #expect(throws: RecordFault.unknownLayout(file: .status, version: 2)) {
            try StatusRecord.decode(other)
        }
        other[0] = 1
        other[10] ^= 1
        #expect(throws: RecordFault.wrongCheckSum(file: .status)) { try StatusRecord.decode(other) }
    }

    @Test("Days that do not exist are refused")
    func dates() {
        #expect(RecordDate(year: 2027, month: 2, day: 29) == nil)
        #expect(RecordDate(year: 2026, month: 13, day: 1) == nil)
        #expect(RecordDate(year: 2026, month: 4, day: 31) == nil)
        #expect(RecordDate(packed: [0x20, 0x26, 0x1A, 0x01]) == nil)
        #expect(RecordDate(packed: [0x20, 0x28, 0x02, 0x29])?.description == "2028-02-29")
    }

    @Test("The seal covers the UID and the issue number")
    func sealedBytes() throws {
        let (record, _) = try IdentityRecord.decode(CardFixture.identity())
        let (reissued, _) = try IdentityRecord.decode(CardFixture.identity(issue: 8))
        let uid = try #require(CardFixture.uid)
        let other = try #require(CardUID([0x04, 1, 2, 3, 4, 5, 6]))
        #expect(record.sealedBytes(uid: uid).starts(with: uid.bytes))
        #expect(record.sealedBytes(uid: uid) != reissued.sealedBytes(uid: uid))
        #expect(record.sealedBytes(uid: uid) != record.sealedBytes(uid: other))
    }
}
