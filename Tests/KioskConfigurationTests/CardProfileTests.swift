import CampusCard
import CardEncoding
import Testing

@testable import KioskConfiguration

/// A campus changes the layout of its cards in a file; what no card could work with is refused by
/// key, value and bound, all of it at once.
@Suite struct CardProfileTests {
    private static let shippedFile = "cards/desfire-a.json"

    /// The shipped profile with values replaced, as JSON text; nil takes a key out.
    private static func profile(_ changes: [(String, String?)]) throws -> [UInt8] {
        var tree = try JSONText.read(ShippedFile.bytes(shippedFile))
        for (path, value) in changes {
            tree = tree.replacing(path.split(separator: ".").map(String.init), with: value)
        }
        return Array(tree.written.utf8)
    }

    private static func read(_ changes: (String, String?)...) throws -> CardProfile {
        try CardProfile.read(profile(changes), file: "card.json")
    }

    private static func faults(_ changes: (String, String?)...) throws -> [ConfigurationFault] {
        let bytes = try profile(changes)
        do throws(ConfigurationFaults) {
            _ = try CardProfile.read(bytes, file: "card.json")
            return []
        } catch {
            return error.faults
        }
    }

    private static let purse = """
        { "number": 3, "communication": "full", "read": "reading", "write": "purse", \
        "readWrite": "topUp", "change": "administration", "lowerLimitFen": 0, \
        "upperLimitFen": 100000 }
        """

    private static let log = """
        { "number": 5, "communication": "mac", "read": "reading", "write": "purse", \
        "readWrite": "never", "change": "administration", "recordBytes": 23, "records": 10 }
        """

    @Test("The shipped profile is read into the layout that it states")
    func shipped() throws {
        let profile = try Self.read()
        let application = CardFormat.standard.applicationID
        #expect(profile == CardProfile(applicationID: application, hardwareMajors: [18, 51]))
        #expect(profile.format == .standard)
    }

    @Test("Another layout is read as it stands, purse and log too")
    func otherLayout() throws {
        let profile = try Self.read(
            ("files.status.number", "12"), ("files.status.communication", "\"mac\""),
            ("files.purse", Self.purse), ("files.log", Self.log), ("forbidFormat", "true"),
            ("keys.reading", "3"),
            ("keys.purse", "1"))
        #expect(profile.status.number == 12)
        #expect(profile.status.communication == .mac)
        #expect(profile.purse?.upperLimit == 100_000)
        #expect(profile.purse?.rights.readWrite == .key(.topUp))
        #expect(profile.log?.recordLength == 23)
        #expect(profile.log?.records == 10)
        #expect(profile.forbidsFormat)
        #expect(profile.keys == ApplicationKeyNumbers(reading: 3, updating: 2, purse: 1, topUp: 4))
    }

    @Test("A campus lays its records out in the file")
    func recordLayout() throws {
        let profile = try Self.read(
            ("applicationID", "\"F58812\""), ("files.status.version", "2"),
            ("files.status.bytes", "40"), ("files.status.fields.checkSum", "\"38-39\""),
            ("files.status.fields.flag", "\"30\""))
        #expect(profile.format.applicationID.description == "F58812")
        #expect(profile.format.identity == .standard)
        let layout = profile.format.status
        #expect(layout.version == 2 && layout.length == 40)
        #expect(layout.place(of: .flag) == 30..<31)
        #expect(layout.place(of: .checkSum) == 38..<40)
        #expect(layout.place(of: .goodAsOf) == 2..<6)
    }

    @Test("Fields that overlap, lie outside, are too wide or left out are refused at once")
    func impossibleLayout() throws {
        let found = try Self.faults(
            ("files.identity.fields.seal", nil), ("files.identity.fields.holderClass", "\"1-2\""),
            ("files.status.fields.checkSum", "\"31-32\""), ("files.status.number", "99"))
        #expect(
            found.map { String($0.description.drop { $0 != " " }.dropFirst()) } == [
                "files.identity.fields.seal is missing; it must be "
                    + "the places of 8 bytes, first and last, such as \"2-9\"",
                "files.identity.fields.holderClass is \"1-2\"; it must be "
                    + "one byte wide",
                "files.identity.fields.issueNumber is \"2-3\"; it must be "
                    + "clear of holderClass",
                "files.status.number is 99; it must be a whole number from 0 to 31",
                "files.status.fields.checkSum is \"31-32\"; it must be "
                    + "within the file, whose last byte is 31",
            ])
    }

    @Test("A place is one number or two in order, within any file")
    func places() throws {
        for wrong in ["", "-", "1-", "-1", "3-2", "1-2-3", "a", "1,2", "127-128", "0x1", "+1"] {
            let found = try Self.faults(("files.status.fields.goodAsOf", "\"\(wrong)\""))
            #expect(found.map(\.key) == ["files.status.fields.goodAsOf"], "\(wrong)")
        }
        #expect(try Self.faults(("files.status.fields.flag", "\"1-1\"")) == [])
    }

    @Test("Keys of makers are points of the curve, or refused")
    func makers() throws {
        let key =
            "041DB46C145D0A36539C6544BD6D9B0AA62FF91EC48CBC6ABAE36E0089A46F0D08C8A715EA40A63313B92E"
            + "90DDC1730230E0458A33276FB743"
        #expect(try Self.read(("makerKeys", "[\"\(key)\"]")).makerKeys.count == 1)
        for wrong in [String(key.dropLast(2)), key.dropLast() + "4", "00"] {
            #expect(try Self.faults(("makerKeys", "[\"\(wrong)\"]")).map(\.key) == ["makerKeys"])
        }
    }

    @Test("Impossible rights are refused at once, each by line, key, value and bound")
    func impossibleRights() throws {
        let found = try Self.faults(
            ("files.identity.read", "\"free\""), ("files.status.write", "\"reading\""),
            ("files.status.change", "\"purse\""), ("keys.topUp", "2"))
        #expect(
            found.map(\.key) == [
                "keys.topUp", "files.identity.read", "files.status.write", "files.status.write",
                "files.status.change",
            ])
        #expect(found.allSatisfy { $0.line != nil })
        #expect(
            found.map(\.description).contains {
                $0.hasSuffix(
                    "files.identity.read is \"free\"; it must be a key's role or \"never\": "
                        + "what is free goes in the clear")
            })
    }

    @Test("Impossible rights are told beside keys that could not be read at all")
    func everythingAtOnce() throws {
        let found = try Self.faults(
            ("keys.topUp", "9"), ("keys.updating", "1"), ("files.identity.number", "99"),
            ("files.identity.read", "\"free\""), ("files.identity.write", "7"),
            ("files.identity.communication", "\"mac\""), ("files.identity.bytes", "0"),
            ("files.status.write", "\"reading\""), ("files.status.number", "3"),
            ("files.purse", Self.purse), ("files.purse.upperLimitFen", "-1"),
            ("files.purse.lowerLimitFen", "\"none\""), ("files.log", Self.log),
            ("files.log.records", "0"), ("files.log.change", "\"purse\""), ("forbidFormat", "1"))
        #expect(
            Set(found.map(\.key)) == [
                "keys.topUp", "keys.updating", "files.identity.number", "files.identity.read",
                "files.identity.write", "files.identity.communication", "files.identity.bytes",
                "files.status.write", "files.purse.number", "files.purse.upperLimitFen",
                "files.purse.lowerLimitFen", "files.log.records", "files.log.change",
                "forbidFormat",
            ])
    }

    @Test("A profile without its sections is told every key that it needs, at once")
    func everyMissingKey() throws {
        let needed = CardProfile.keys.filter {
            $0.fallback == nil && !$0.path.hasPrefix("files.purse")
                && !$0.path.hasPrefix("files.log")
        }
        do throws(ConfigurationFaults) {
            _ = try CardProfile.read(Array("{}".utf8), file: "card.json")
            Issue.record("an empty profile was taken")
        } catch {
            #expect(error.faults.map(\.key).sorted() == needed.map(\.path).sorted())
            #expect(needed.count == 40)
        }
    }

    @Test("Each key refuses a value of another type, and names itself and its bound")
    func wrongTypes() throws {
        for key in CardProfile.keys {
            for wrong in ["null", "1.5", "{}", "[]", "-1"] {
                if wrong == "[]", key.path == "makerKeys" { continue }
                let found = try Self.faults(
                    ("files.purse", Self.purse), ("files.log", Self.log), (key.path, wrong))
                if wrong == "-1", key.path.hasSuffix("LimitFen") { continue }
                let fault = try #require(
                    found.first { $0.key == key.path }, "\(key.path) took \(wrong)")
                #expect(fault.bound == key.bound)
            }
        }
    }

    @Test("An unknown key is refused in every object")
    func unknownKeys() throws {
        for object in [
            "", "keys.", "files.", "files.identity.", "files.status.", "files.identity.fields.",
        ] {
            let found = try Self.faults(("\(object)colour", "1"))
            #expect(found.map(\.key) == ["\(object)colour"])
        }
    }

    @Test("Numbers at their bounds are taken, and the ones beyond refused")
    func bounds() throws {
        #expect(try Self.faults(("files.status.number", "0")) == [])
        #expect(try Self.faults(("files.status.number", "31")) == [])
        for (key, value) in [
            ("files.status.number", "32"), ("keys.reading", "0"), ("keys.reading", "5"),
            ("applicationID", "\"000000\""), ("hardwareMajors", "[256]"),
        ] {
            #expect(try Self.faults((key, value)).map(\.key) == [key])
        }
    }
}
