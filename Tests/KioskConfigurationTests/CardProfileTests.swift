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
        let application = try #require(ApplicationID(hex: "F58801"))
        #expect(profile == CardProfile(applicationID: application, hardwareMajors: [18, 51]))
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
            #expect(needed.count == 18)
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
        for object in ["", "keys.", "files.", "files.identity.", "files.status."] {
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
