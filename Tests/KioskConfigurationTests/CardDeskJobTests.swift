import CampusCard
import Testing

@testable import KioskConfiguration

/// A job for a single card is read whole or not at all, and no complaint shows a key.
@Suite struct CardDeskJobTests {
    private static let status = """
        { "flag": "clear", "goodAsOf": 5021, "limitsGeneration": 3, "singleLimitFen": 5000, \
        "dailyLimitFen": 20000, "updateCounter": 1, "writtenOn": "2026-11-23" }
        """
    private static let whole = """
        {
            "uid": "04DE5F1EACC040",
            "keys": { "generation": 49, "cardMaster": "A0A1A2A3A4A5A6A7A8A9AAABACADAEAF",
                "application": ["1010101010101010101010101010101F",
                    "2020202020202020202020202020202F", "3030303030303030303030303030303F",
                    "4040404040404040404040404040404F", "5050505050505050505050505050505F"] },
            "identity": { "holderClass": "student", "cardNumber": 104233, "issueNumber": 7,
                "studentNumber": "202401234", "validFrom": "2026-09-01", "validTo": "2030-07-31",
                "seal": "0102030405060708" },
            "status": \(status),
            "newStatus": \(status)
        }
        """

    private func job(
        _ path: String = "", _ value: String? = nil, for purpose: CardDeskPurpose = .encode
    ) throws -> CardDeskJob<CardKeyGrant> {
        let tree = try JSONText.read(Array(Self.whole.utf8))
        let changed =
            path.isEmpty
            ? tree : tree.replacing(path.split(separator: ".").map(String.init), with: value)
        return try CardKeyGrant.job(
            Array(changed.written.utf8), file: "job.json", for: purpose)
    }

    private func faults(
        _ path: String, _ value: String?, for purpose: CardDeskPurpose = .encode
    ) throws -> [ConfigurationFault] {
        do {
            _ = try job(path, value, for: purpose)
            return []
        } catch let error as ConfigurationFaults {
            return error.faults
        }
    }

    @Test("A job is read into card, keys, identity and both statuses")
    func wholeJob() throws {
        let job = try job()
        #expect(job.uid == CardUID(hex: "04DE5F1EACC040"))
        #expect(job.keys.generation == 49)
        #expect(job.keys.applicationKeys.count == 5)
        #expect(job.identity?.record.cardNumber == CardNumber(104_233))
        #expect(job.identity?.record.validTo == RecordDate(year: 2030, month: 7, day: 31))
        #expect(job.status == job.newStatus)
        #expect(job.status?.dailyLimit == Money(fen: 20_000))
        #expect("\(job)" == "CardDeskJob(04DE5F1EACC040, withheld)")
    }

    @Test("Each command asks for what it needs, and for nothing else")
    func needs() throws {
        let optional = ["identity", "status", "newStatus"]
        let needed: [CardDeskPurpose: Set<String>] = [
            .encode: ["identity", "status"], .read: [], .update: ["status", "newStatus"],
        ]
        for purpose in CardDeskPurpose.allCases {
            for part in optional {
                let isNeeded = needed[purpose]?.contains(part) == true
                let found = try faults(part, nil, for: purpose)
                #expect(found.map(\.key) == (isNeeded ? [part] : []), "\(purpose) without \(part)")
            }
        }
    }

    @Test("Values outside their bounds are refused by name")
    func outside() throws {
        let cases: [(String, String)] = [
            ("uid", "\"04DE5F1E\""), ("uid", "\"x\""), ("keys.generation", "0"),
            ("identity.holderClass", "\"dean\""), ("identity.cardNumber", "4294967296"),
            ("identity.issueNumber", "65536"), ("identity.studentNumber", "\"\""),
            ("identity.validFrom", "\"2026-02-30\""), ("identity.validFrom", "\"20260901\""),
            ("identity.validTo", "\"2026-08-31\""), ("identity.seal", "\"01\""),
            ("status.flag", "\"lost\""), ("status.singleLimitFen", "-1"),
            ("status.updateCounter", "4294967296"), ("status.writtenOn", "1"),
        ]
        for (key, value) in cases {
            #expect(try faults(key, value).map(\.key) == [key], "\(key) took \(value)")
        }
    }

    @Test(
        "No complaint shows a key, whatever is wrong with it",
        arguments: ["keys.cardMaster", "keys.application", "keys"])
    func secrets(key: String) throws {
        let almost = "\"C0C1C2C3C4C5C6C7C8C9CACBCCCDCE\""
        for value in [almost, "[\(almost)]", "7777777777"] {
            let found = try faults(key, value)
            #expect(!found.isEmpty)
            for text in found.map(\.description) {
                #expect(!text.contains("C0C1") && !text.contains("7777"), "\(text)")
            }
        }
    }
}
