import CampusCard
import CardEncoding
import KioskPorts
import Testing

@testable import KioskConfiguration

/// A configuration is read whole or not at all, and every complaint names file, key, value and bound.
@Suite struct KioskConfigurationTests {
    static func read(_ bytes: [UInt8]) throws(ConfigurationFaults) -> KioskConfiguration {
        try KioskConfiguration.read(bytes, file: "kiosk.json", folder: "/etc/kiosk")
    }

    static func faults(_ bytes: [UInt8]) -> [ConfigurationFault] {
        do throws(ConfigurationFaults) {
            _ = try read(bytes)
            return []
        } catch {
            return error.faults
        }
    }

    @Test("The shipped configuration is read into the values that it states")
    func shippedConfiguration() throws {
        let found = try Self.read(ShippedFile.bytes("kiosk.json"))
        #expect(found.kiosk == KioskID(validated: "K-01"))
        #expect(found.store.port == 8443)
        #expect(found.screen.texts == "/etc/kiosk/locales")
        #expect(found.dispenser.socket == USBLocation(bus: 1, ports: [1]))
        #expect(found.readers.counter == .socket(USBLocation(bus: 1, ports: [3])))
        #expect(found.printer.destination == .queue("receipts"))
        #expect(found.timers.pickup == .seconds(25))
        #expect(found.zoneOffsetSeconds == 28_800)
        #expect(found.trace.file == nil)
        let profile = try CardProfile.read(
            ShippedFile.bytes("cards/desfire-a.json"), file: "profile-a.json")
        #expect(profile.hardwareMajors == [18, 51])
    }

    @Test("An empty configuration is told every key that it needs, at once")
    func everyMissingKey() {
        let needed = KioskConfiguration.keys.filter {
            $0.fallback == nil && !$0.path.hasPrefix("readers.counter")
        }
        let found = Self.faults(Array("{}".utf8)).filter { $0.kind == .missing }
        #expect(found.map(\.key).sorted() == needed.map(\.path).sorted())
        #expect(found.count >= 11)
    }

    @Test("Each key refuses a value of another type, and names itself and its bound")
    func everyKeyOfWrongType() throws {
        for key in KioskConfiguration.keys {
            for wrong in ["true", "null", "1.5", "{}", "[]"] {
                let found = Self.faults(try ShippedFile.kiosk(key.path, wrong))
                let fault = try #require(
                    found.first { $0.key == key.path }, "\(key.path) took \(wrong)")
                #expect(fault.bound == key.bound)
                #expect(fault.line != nil)
            }
        }
    }

    @Test("Each key refuses values just outside its bounds", arguments: BoundsTable.outside)
    func everyKeyOutOfBounds(row: BoundsTable.Row) throws {
        let found = Self.faults(try ShippedFile.kiosk(row.path, row.value))
        #expect(found.contains { $0.key == row.path }, "\(row.path) took \(row.value)")
    }

    @Test("Each key takes the values at its bounds", arguments: BoundsTable.inside)
    func everyKeyAtItsBounds(row: BoundsTable.Row) throws {
        #expect(Self.faults(try ShippedFile.kiosk(row.path, row.value)) == [])
    }

    @Test("The table of bounds has a row for every key")
    func tableIsWhole() {
        let covered = Set(BoundsTable.outside.map(\.path))
        #expect(Set(KioskConfiguration.keys.map(\.path)).subtracting(covered) == [])
    }

    @Test("An unknown key is refused in every object, with the keys that it could have been")
    func unknownKeys() throws {
        let objects = ["", "store.", "screen.", "dispenser.", "readers.", "readers.counter."]
        for object in objects + ["printer.", "timers.", "trace."] {
            let found = Self.faults(try ShippedFile.kiosk("\(object)colour", "1"))
            #expect(found.map(\.key) == ["\(object)colour"])
            #expect(found.map(\.kind) == [.unknown])
        }
    }

    @Test("Keys that contradict each other are refused")
    func contradictions() throws {
        let same = try ShippedFile.kiosk("readers.counter", "{\"usbSocket\": \"1-2\"}")
        #expect(Self.faults(same).map(\.key) == ["readers.counter"])
        let two = try ShippedFile.kiosk("printer.uri", "\"ipp://printer/ipp/print\"")
        #expect(Self.faults(two).map(\.key) == ["printer.uri"])
        let none = try ShippedFile.kiosk("printer.queue", nil)
        #expect(Self.faults(none).map(\.key) == ["printer.uri"])
        let pause = try ShippedFile.kiosk(
            "timers", "{\"commitAskPauseSeconds\": 30, \"commitAskLimitSeconds\": 30}")
        #expect(Self.faults(pause).map(\.key) == ["timers.commitAskPauseSeconds"])
    }

    @Test("A complaint reads as a sentence with file, line, key, value and bound")
    func complaintText() throws {
        let found = Self.faults(try ShippedFile.kiosk("timers.pickupTimeoutSeconds", "3"))
        let text = try #require(found.first).description
        #expect(text.hasPrefix("kiosk.json:"))
        #expect(
            text.hasSuffix(
                "timers.pickupTimeoutSeconds is 3; it must be a whole number from 10 to 120"))
    }
}
