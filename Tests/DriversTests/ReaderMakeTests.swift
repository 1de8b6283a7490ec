import CampusCard
import Foundation
import KioskPorts
import Simulator
import Synchronization
import Testing
import VirtualChips

@testable import Drivers

/// Goal: what is known of readers by their make is data, and each of them reaches a storage card and keeps no key of it.
/// Method: the shipped table, the production driver, and a simulated reader of each make, which takes keys where its maker's
/// document says and nowhere else.
@Suite struct ReaderMakeTests {
    private static let defaultKey = [UInt8](repeating: 0xFF, count: 6)
    private static let uid: [UInt8] = [0x04, 0x11, 0x22, 0x33]
    private static let loadKey: [UInt8] = [0xFF, 0x82, 0, 0, 6] + defaultKey
    private static let authenticate: [UInt8] = [0xFF, 0x86, 0, 0, 5, 1, 0, 4, 0x60, 0]
    private static let write: [UInt8] =
        [0xFF, 0xD6, 0, 4, 16] + [UInt8](repeating: 0x5A, count: 16)
    private static let read: [UInt8] = [0xFF, 0xB0, 0, 4, 16]
    private static let getUID: [UInt8] = [0xFF, 0xCA, 0, 0, 0]
    private static let done: [UInt8] = [0x90, 0x00]

    static func shipped() throws -> ReaderProfiles {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/ccid/readers.json")
        return try ReaderProfiles(json: Data(contentsOf: file))
    }

    /// A reader of a make over a storage card, with the driver that knows it.
    private struct Bench {
        let bench: ReaderBench
        let model: CCIDReaderModel
        let card: ClassicInField
        let reader: CCIDReader
        let log = Lines()

        init(
            _ shape: CCIDReaderShape, _ profiles: ReaderProfiles, faults: [PlannedReaderFault] = []
        ) throws {
            card = ClassicInField(ClassicMemory(uid: try #require(CardUID(ReaderMakeTests.uid))))
            let model = CCIDReaderModel(serialNumber: "M", shape: shape, cards: [card])
            self.model = model
            bench = ReaderBench()
            bench.bus.unplug(port: ReaderBench.port)
            bench.bus.plug(FaultyReader(model, faults: faults), port: 2)
            let log = log
            reader = CCIDReader(
                DeviceSelector(products: [shape.product]), profiles: profiles, on: bench.bus,
                clock: bench.clock, log: { log.add($0) })
        }

        func deactivate() {
            let reader = reader
            _ = bench.run { await reader.deactivate() }
        }

        func send(_ apdu: [UInt8]) -> [UInt8]? {
            let reader = reader
            return bench.run { try? await reader.transmit(apdu) } ?? nil
        }
    }

    @Test("Each make has its row, and no row is without a reader to try it on")
    func rows() throws {
        let profiles = try Self.shipped()
        let names = CCIDReaderShape.makes.compactMap { shape in
            profiles.profiles.first { $0.products.contains(shape.product) }?.name
        }
        #expect(names == profiles.profiles.map(\.name))
        for profile in profiles.profiles {
            #expect(profile.proven == .simulated && !profile.quirks.isEmpty)
            let shape = try #require(
                CCIDReaderShape.makes.first { profile.products.contains($0.product) })
            #expect(profile.messageLimit == shape.messageLimit)
            #expect(profile.keys.structure == shape.commands?.keyStructure)
            #expect(shape.commands?.keyNumbers.contains(profile.keys.number) == true)
        }
    }

    @Test(
        "A storage card is proven, written and read, and the key is gone with the field",
        arguments: CCIDReaderShape.makes.indices)
    func storageCard(index: Int) throws {
        let shape = CCIDReaderShape.makes[index]
        let made = try Bench(shape, Self.shipped())
        let end = made.bench.talkAll(
            [Self.getUID, Self.loadKey, Self.authenticate, Self.write, Self.read], over: made.reader
        )
        #expect(
            end
                == .answered([
                    Self.uid + Self.done, Self.done, Self.done, Self.done,
                    [UInt8](repeating: 0x5A, count: 16) + Self.done,
                ]))
        #expect(made.model.heldKeys == [Self.defaultKey])
        made.deactivate()
        #expect(made.model.heldKeys == [])
        #expect(made.log.all == [])
    }

    @Test(
        "A key that another program left in a reader that keeps it is overwritten at the first activation"
    )
    func leftBefore() throws {
        let made = try Bench(.omnikey5022, Self.shipped())
        // Another driver, which knows no makes, loads a key and goes.
        let other = CCIDReader(
            DeviceSelector(products: [CCIDReaderShape.omnikey5022.product]), on: made.bench.bus,
            clock: made.bench.clock, log: { _ in })
        let left: [UInt8] = [0xFF, 0x82, 0x20, 0x00, 6, 1, 2, 3, 4, 5, 6]
        #expect(made.bench.talkAll([left], over: other) == .answered([Self.done]))
        _ = made.bench.run { await other.close() }
        #expect(made.model.heldKeys == [[1, 2, 3, 4, 5, 6]])
        #expect(made.bench.talkAll([], over: made.reader) == .answered([]))
        #expect(made.model.heldKeys == [])
    }

    @Test("A key stays known as left behind through faults, until it is overwritten")
    func throughFaults() throws {
        // Exchanges: the overwriting of what was before, a key, and what comes before the field goes off.
        for kind in ReaderFaultKind.allCases where kind != .dead && kind != .fails {
            let made = try Bench(
                .omnikey5022, Self.shipped(), faults: [PlannedReaderFault(kind, ordinal: 3)])
            #expect(made.bench.talkAll([Self.loadKey], over: made.reader) == .answered([Self.done]))
            made.deactivate()
            // The next one mends what was not done.
            #expect(made.bench.talkAll([], over: made.reader) == .answered([]))
            #expect(made.model.heldKeys == [], "\(kind)")
        }
    }

    @Test("A reader that refuses to have a key overwritten is told of once, and works")
    func refused() throws {
        var shape = CCIDReaderShape.omnikey5022
        shape.commands = ReaderCommandSet(keyStructure: 0x00, keyNumbers: 0...1)
        let made = try Bench(shape, Self.shipped())
        for _ in 0..<3 {
            #expect(
                made.bench.talkAll([Self.getUID], over: made.reader)
                    == .answered([Self.uid + Self.done]))
            made.deactivate()
        }
        #expect(
            made.log.all == ["a key may be left in the reader: it refuses to have it overwritten"])
    }

    @Test("A key the card layer itself overwrote is not overwritten again")
    func forgotten() throws {
        let made = try Bench(.acr1252u, Self.shipped())
        let zeros: [UInt8] = [0xFF, 0x82, 0, 0, 6, 0, 0, 0, 0, 0, 0]
        #expect(
            made.bench.talkAll([Self.loadKey, zeros], over: made.reader)
                == .answered([Self.done, Self.done]))
        #expect(made.model.heldKeys == [])
        let before = made.bench.clock.monotonic()
        made.deactivate()
        // Power-off alone: one message each way.
        #expect(made.bench.clock.monotonic() - before < .milliseconds(3))
    }

    @Test("A reader that is not known takes commands as they are, and its key is the card layer's")
    func unknown() throws {
        let made = try Bench(.omnikey5022, .none)
        #expect(
            made.bench.talkAll([Self.loadKey, Self.getUID], over: made.reader)
                == .answered([[0x69, 0x86], Self.uid + Self.done]))
    }

    @Test("A reader of the old form is asked in the old form")
    func oldForm() throws {
        let text = String(decoding: try Self.text(), as: UTF8.self)
            .replacing(#""oldAuthentication": false"#, with: #""oldAuthentication": true"#)
        var shape = CCIDReaderShape.acr1252u
        shape.commands?.takesOldAuthentication = true
        let made = try Bench(shape, ReaderProfiles(json: text.utf8))
        #expect(
            made.bench.talkAll([Self.loadKey, Self.authenticate], over: made.reader)
                == .answered([Self.done, Self.done]))
    }

    @Test("Where power-off leaves the card in the field, the maker's own command takes it out")
    func fieldSwitch() throws {
        for (profiles, activations) in [(try Self.shipped(), 3), (ReaderProfiles.none, 1)] {
            let made = try Bench(.acr122u, profiles)
            for _ in 0..<3 {
                #expect(made.bench.talkAll([], over: made.reader) == .answered([]))
            }
            #expect(made.card.activations == activations)
        }
        // A reader that does not know the command fails the activation: the card would be no cold one.
        var shape = CCIDReaderShape.acr122u
        shape.fieldSwitch = nil
        let made = try Bench(shape, Self.shipped())
        #expect(made.bench.talkAll([], over: made.reader) == .failed(.readerFault))
    }

    @Test("What a reader keeps of an answer of its own is asked for")
    func ownAnswers() throws {
        let command: [UInt8] = [0xFF, 0, 0, 0, 2, 0xD4, 0x02]
        let answer: [UInt8] = [0xD5, 0x03, 0x32, 0x01, 0x06, 0x07, 0x90, 0x00]
        let made = try Bench(.acr122u, Self.shipped())
        #expect(made.bench.talkAll([command], over: made.reader) == .answered([answer]))
        let unknown = try Bench(.acr122u, .none)
        #expect(
            unknown.bench.talkAll([command], over: unknown.reader) == .answered([[0x61, 0x06]]))
    }

    @Test("A reader is left alone before its first command for as long as it needs")
    func openingPause() throws {
        let made = try Bench(.utrust3700F, Self.shipped())
        let reader = made.reader
        _ = made.bench.run { try? await reader.probe() }
        #expect(made.bench.clock.monotonic() >= .milliseconds(400))
    }

    @Test("The maker's own commands pass as they are, and what cannot pass is named")
    func escape() throws {
        let made = try Bench(.acr1252u, Self.shipped())
        func escape(_ bytes: [UInt8]) -> Result<[UInt8], CardChannelFault>? {
            let reader = made.reader
            return made.bench.run { () async -> Result<[UInt8], CardChannelFault> in
                do throws(CardChannelFault) {
                    return .success(try await reader.escape(bytes))
                } catch {
                    return .failure(error)
                }
            }
        }
        #expect(
            try escape([0xE0, 0, 0, 0x18, 0])?.get() == [0xE1, 0, 0, 0, 4] + Array("V100".utf8))
        guard case .failure(let unknown)? = escape([0xE0, 9]) else {
            Issue.record("an unknown command was taken")
            return
        }
        #expect(unknown.kind == .readerFault && unknown.detail.contains("notSupported"))
        guard case .failure(let long)? = escape([UInt8](repeating: 0, count: 513)) else {
            Issue.record("513 bytes were taken")
            return
        }
        #expect(
            long.detail == "sending a command of the maker's: the reader cannot be used: "
                + "a command of 513 bytes is longer than its messages")
        #expect(
            made.bench.talkAll([Self.getUID], over: made.reader)
                == .answered([Self.uid + Self.done]))
    }

    // MARK: - The table's errors

    private static func text() throws -> Data {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware/ccid/readers.json")
        return try Data(contentsOf: file)
    }

    @Test(
        "A table that cannot be used says where, which value, and against which bound",
        arguments: [
            (
                "076b:5022", "76b:5022",
                "omnikey-5022: 76b:5022 is not vvvv:pppp in hexadecimal, named once"
            ),
            ("076b:5422", "076b:5022", "omnikey-5422: 076b:5022 is not named once"),
            (
                #""structure": "20""#, #""structure": "20 00""#,
                "omnikey-5022: keys 20 00 00 is not one byte each"
            ),
            (
                #""structure": "20""#, #""structure": "2G""#,
                "omnikey-5022: keys 2G 00 is not one byte each"
            ),
            (
                #""messageBytes": 520"#, #""messageBytes": 10"#,
                "omnikey-5022: messageBytes 10 is not 11…65554"
            ),
            (
                #""openingPauseMilliseconds": 400"#, #""openingPauseMilliseconds": 10001"#,
                "utrust-3700f: 10001 ms is not 0…10000"
            ),
            (
                #""pauseMilliseconds": 100"#, #""pauseMilliseconds": -1"#,
                "acr122u: -1 ms is not 0…10000"
            ),
            (
                "FF 00 00 00 04 D4 32 01 01", "",
                "acr122u: field FF 00 00 00 04 D4 32 01 00,  is not bytes in hexadecimal"
            ),
            (
                #""fetchesOwnAnswers": false"#, #""fetchesOwnAnswers": false, "color": 1"#,
                "omnikey-5022: key color is not known"
            ),
            (
                #""proven": "simulated""#, #""proven": "hoped""#,
                "readers.0.proven: the text is not readable"
            ),
            (
                #""slot": 0"#, #""slot": "x""#,
                "readers.0.contactless.slot: the value is not of type UInt8"
            ),
            (#""slot": 0"#, #""socket": 0"#, "readers.0.contactless: no slot is not whole"),
            (#""slot": 0"#, #""slot": null"#, "readers.0.contactless.slot: null is not a UInt8"),
            (
                "\"products\": [\n        \"076b:5422\"\n      ]", #""products": []"#,
                "omnikey-5422: products is not at least one"
            ),
            ("{\n  \"readers\"", "[", "the file: the text is not readable"),
        ])
    func faults(old: String, new: String, words: String) throws {
        let whole = String(decoding: try Self.text(), as: UTF8.self)
        let range = try #require(whole.range(of: old))
        let changed = whole.replacingCharacters(in: range, with: new)
        do {
            _ = try ReaderProfiles(json: changed.utf8)
            Issue.record("\(new) was taken")
        } catch {
            #expect(error.description.hasPrefix("card readers: "))
            #expect(error.description.contains(words), "\(error)")
        }
    }

    @Test("A table without a reader, and one that names none of a reader's products, are refused")
    func empty() throws {
        #expect(throws: ReaderProfileError(reader: "the file", value: "no reader", bound: "≥ 1")) {
            _ = try ReaderProfiles(json: #"{"readers": []}"#.utf8)
        }
    }
}
