import CampusCard
import CardEncoding
import CardPrimitives
import Testing

@testable import KioskConfiguration

/// A campus lays out its CPU cards, its old Classic cards and the transit cards it takes in files, as it does its DESFire
/// cards; what no card could work with is refused by key, value and bound.
@Suite("Profiles of every family of cards")
struct CardFamilyTests {
    private static let files: [CardFamily: String] = [
        .desfire: "cards/desfire-a.json", .fmcos: "cards/fmcos-b.json",
        .classic: "cards/classic-c.json", .transit: "cards/transit-d.json",
    ]

    private static func tree(_ family: CardFamily) throws -> JSONValue {
        try JSONText.read(ShippedFile.bytes(try #require(files[family])))
    }

    private static func faults(
        _ family: CardFamily, _ path: String, _ value: String?
    ) throws -> [ConfigurationFault] {
        let changed = try tree(family).replacing(
            path.split(separator: ".").map(String.init), with: value)
        do throws(ConfigurationFaults) {
            _ = try CardFamilyProfile.read(Array(changed.written.utf8), file: "card.json")
            return []
        } catch {
            return error.faults
        }
    }

    @Test("Every family has a shipped profile that is read as it stands")
    func shipped() throws {
        #expect(Set(Self.files.keys) == Set(CardFamily.allCases))
        func read(_ family: CardFamily) throws -> CardFamilyProfile {
            let name = try #require(Self.files[family])
            return try CardFamilyProfile.read(try ShippedFile.bytes(name), file: name)
        }
        let desfire = CardProfile(
            applicationID: CardFormat.standard.applicationID, hardwareMajors: [18, 51])
        #expect(try read(.desfire) == .desfire(desfire))
        let name = try #require([UInt8](hex: "A00000063201CA4D5553"))
        #expect(try read(.fmcos) == .fmcos(FMCOSProfile(applicationName: name, hasPurse: true)))
        #expect(try read(.classic) == .classic(ClassicProfile(sector: 3, application: 0x4805)))
        #expect(try read(.transit) == .transit([.tUnion, .cityUnion]))
    }

    @Test(
        "A value that no card could work with is refused by its key",
        arguments: [
            (.fmcos, "applicationFile", "\"3F00\""), (.fmcos, "applicationFile", "\"3fff\""),
            (.fmcos, "applicationName", "\"A0\""), (.fmcos, "identity.number", "2"),
            (.fmcos, "status.number", "24"), (.fmcos, "status.number", "22"),
            (.fmcos, "status.bytes", "31"), (.fmcos, "identity.fields.seal", "\"54-60\""),
            (.fmcos, "purse", "1"), (.fmcos, "family", "\"felica\""), (.transit, "family", "7"),
            (.classic, "sector", "0"), (.classic, "sector", "16"),
            (.classic, "application", "\"0000\""), (.classic, "application", "\"48\""),
            (.transit, "applications", "[]"), (.transit, "applications", "[7]"),
            (.transit, "applications", "{}"),
            (
                .transit, "applications",
                "[{\"identifier\": \"A0\", \"file\": 21, \"offset\": 0, \"bytes\": 8}]"
            ),
            (
                .transit, "applications",
                "[{\"identifier\": \"A000000632\", \"file\": 31, \"offset\": 0, \"bytes\": 8}]"
            ),
            (
                .transit, "applications",
                "[{\"identifier\": \"A000000632\", \"file\": 21, \"offset\": 256, \"bytes\": 8}]"
            ),
            (
                .transit, "applications",
                "[{\"identifier\": \"A000000632\", \"file\": 21, \"offset\": 0, \"bytes\": 17}]"
            ),
            (
                .transit, "applications",
                "[{\"identifier\": \"A000000632\", \"file\": 21, \"offset\": 0, \"bytes\": 8, \"x\": 1}]"
            ),
        ] as [(CardFamily, String, String)])
    func refused(family: CardFamily, path: String, value: String) throws {
        let found = try Self.faults(family, path, value)
        #expect(!found.isEmpty, "\(family) \(path) \(value)")
        let top = path.split(separator: ".")[0]
        #expect(found.allSatisfy { $0.key.hasPrefix(top) && $0.line != nil })
    }

    @Test(
        "Every key that is left out, and every key that is none, is named",
        arguments: CardFamily.allCases)
    func missing(family: CardFamily) throws {
        guard case .object(let members) = try Self.tree(family).content else { return }
        let described = CardFamilyProfile.keys(of: family)
        for member in members where member.key != "family" {
            let mustBeThere = described.contains {
                $0.path.hasPrefix(member.key) && $0.fallback == nil
            }
            let found = try Self.faults(family, member.key, nil)
            #expect(found.isEmpty != mustBeThere, "\(member.key)")
        }
        #expect(try Self.faults(family, "colour", "1").map(\.key) == ["colour"])
    }

    @Test("Kiosk and store take no profile of another family than DESFire")
    func kioskTakesDESFire() throws {
        for family in CardFamily.allCases where family != .desfire {
            let name = try #require(Self.files[family])
            let bytes = try ShippedFile.bytes(name)
            let error = #expect(throws: ConfigurationFaults.self) {
                try CardProfile.read(bytes, file: name)
            }
            #expect(error?.faults.first?.key == "family")
            #expect(error?.faults.first?.bound.contains("kiosk and store") == true)
        }
    }

    private static let fmcosKeys = """
        { "cardMaster": "\(key)", "applicationMaster": "\(key)", "reading": "\(key)", \
        "line": "\(key)", "proving": "\(key)", "load": "\(key)", "purchase": "\(key)" }
        """
    private static let key = "000102030405060708090A0B0C0D0E0F"

    @Test("Jobs of CPU and Classic cards have keys of their own, which no complaint shows")
    func jobs() throws {
        let fmcos = "{ \"uid\": \"5A010203\", \"keys\": \(Self.fmcosKeys) }"
        let job = try FMCOSDeskKeys.job(
            Array(fmcos.utf8), file: "job.json", for: .read)
        #expect(job.keys.transport == SecretKey([UInt8](repeating: 0xFF, count: 16)))
        #expect(job.keys.set.line == SecretKey([UInt8](0..<16)))
        let short = fmcos.replacing("\"load\": \"00", with: "\"load\": \"")
        let error = #expect(throws: ConfigurationFaults.self) {
            try FMCOSDeskKeys.job(Array(short.utf8), file: "job.json", for: .read)
        }
        #expect(error?.faults.map(\.key) == ["keys.load"])
        #expect(error.map { "\($0.faults)".contains("0102030405") } == false)
        let classic = """
            { "uid": "5A010203", "keys": { "a": "A0A1A2A3A4A6", "b": "B0B1B2B3B4B5",
              "directoryB": "D0D1D2D3D4D5" } }
            """
        let old = try ClassicDeskKeys.job(
            Array(classic.utf8), file: "job.json", for: .read)
        #expect(old.keys.sector.a == SecretKey([0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA6]))
    }
}
