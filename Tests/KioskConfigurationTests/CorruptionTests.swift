import CardEncoding
import Testing

@testable import KioskConfiguration

/// What a torn or damaged file does. It is refused, or it means exactly what it meant, or it is a value
/// within the bounds of its key, which only a person can tell from the one that was meant; it never traps.
@Suite struct CorruptionTests {
    /// What became of one damaged file.
    private enum Class: String, CaseIterable {
        case refused, sameMeaning, anotherValueInBounds
    }

    private func classify(_ bytes: [UInt8], whole: KioskConfiguration) -> Class {
        do throws(ConfigurationFaults) {
            let found = try KioskConfigurationTests.read(bytes)
            return found == whole ? .sameMeaning : .anotherValueInBounds
        } catch {
            #expect(!error.faults.isEmpty)
            return .refused
        }
    }

    @Test("Every prefix of the shipped configuration is refused, up to the last brace")
    func everyPrefix() throws {
        let bytes = try ShippedFile.bytes("kiosk.json")
        let whole = try KioskConfigurationTests.read(bytes)
        let lastBrace = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        var counts: [Class: Int] = [:]
        for end in 0..<bytes.count {
            let found = classify(Array(bytes[..<end]), whole: whole)
            #expect(found == (end > lastBrace ? .sameMeaning : .refused), "\(end) bytes")
            counts[found, default: 0] += 1
        }
        #expect(counts.values.reduce(0, +) == bytes.count)
    }

    @Test("Every single-byte corruption of the shipped configuration is refused or stays in bounds")
    func everyByte() throws {
        let bytes = try ShippedFile.bytes("kiosk.json")
        let whole = try KioskConfigurationTests.read(bytes)
        var counts: [Class: Int] = [:]
        var damaged = bytes
        for place in bytes.indices {
            for value in UInt8.min...UInt8.max where value != bytes[place] {
                damaged[place] = value
                counts[classify(damaged, whole: whole), default: 0] += 1
            }
            damaged[place] = bytes[place]
        }
        let total = bytes.count * 255
        #expect(counts.values.reduce(0, +) == total)
        for kind in Class.allCases { #expect(counts[kind, default: 0] > 0, "\(kind)") }
        // Space between values carries nothing; text and numbers are damaged within their bounds.
        #expect(counts[.refused, default: 0] * 100 > total * 60)
        print("configuration, every single-byte corruption:", Self.summary(counts))
    }

    @Test("Every flipped bit of the shipped card profile is refused or stays in bounds")
    func everyBitOfTheProfile() throws {
        let bytes = try ShippedFile.bytes("cards/desfire-a.json")
        var refused = 0
        var damaged = bytes
        for place in bytes.indices {
            for bit in 0..<8 {
                damaged[place] ^= 1 << bit
                if (try? CardProfile.read(damaged, file: "profile")) == nil { refused += 1 }
                damaged[place] = bytes[place]
            }
        }
        #expect(refused * 100 > bytes.count * 8 * 60)
    }

    private static func summary(_ counts: [Class: Int]) -> String {
        Class.allCases.map { "\($0.rawValue) \(counts[$0, default: 0])" }.joined(separator: ", ")
    }
}
