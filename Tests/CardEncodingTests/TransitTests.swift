import CampusCard
import CardEncoding
import CardPrimitives
import Testing
import VirtualChips

extension VirtualTransit: BenchChip {
    func answer(_ apdu: [UInt8]) -> [UInt8] { transmit(apdu) }

    /// It writes nothing that could be torn.
    func tear(_ apdu: [UInt8], leaving outcome: TornWrite) {
        _ = transmit(apdu)
        fieldLost()
    }
}

/// Goal: a card of somebody else is known by an application and the number in it, and nothing is ever written to it.
@Suite("Transit cards and cards in phones")
struct TransitTests {
    private static let number = "31042026112600178901"
    private static let campus: [TransitApplication] = [.tUnion, .cityUnion]

    /// Public application data as PBOC lays them out: issuer, type, version, serial, start, end, FCI.
    private static func file(_ serial: String = number) throws -> [UInt8] {
        let digits = try #require([UInt8](hex: serial))
        return [UInt8](repeating: 0x11, count: 8) + [0x02, 0x01] + digits
            + [0x20, 0x26, 0x01, 0x01, 0x20, 0x36, 0x01, 0x01, 0x00, 0x00]
    }

    private static func card(
        _ file: [UInt8], of application: TransitApplication = .tUnion,
        manner: VirtualTransit.Manner = .atOnce
    ) -> VirtualTransit {
        let found = VirtualTransit.Application(
            identifier: application.identifier, files: [application.file: file])
        return VirtualTransit([found], manner: manner)
    }

    private func read(
        _ card: VirtualTransit, _ interferences: [Int: Interference] = [:]
    ) throws -> JobEnd<TransitNumber> {
        var bench = ChipBench(card, interferences)
        return try bench.run(ReadTransitCard(applications: Self.campus, random: SeededRandom(1)))
    }

    @Test(
        "The number of either kind is read, however the card gives its answers",
        arguments: VirtualTransit.Manner.allCases)
    func reads(manner: VirtualTransit.Manner) throws {
        for application in Self.campus {
            let card = Self.card(try Self.file(), of: application, manner: manner)
            let expected = TransitNumber(
                application: application.identifier.hex, digits: Self.number)
            #expect(try read(card) == .done(expected))
            #expect(card.otherCommands == 0)
        }
    }

    @Test("A number that fills its last byte up is read without the filling")
    func filled() throws {
        let card = Self.card(try Self.file("3104202611260017890F"))
        guard case .done(let number) = try read(card) else {
            Issue.record("no number was read")
            return
        }
        #expect(number.digits == "3104202611260017890")
    }

    @Test(
        "A card that was never made personal, or whose number is none, is not bound",
        arguments: [
            "00000000000000000000", "FFFFFFFFFFFFFFFFFFFF", "3104202611260017890A",
            "31042026F12600178901",
        ])
    func noNumber(serial: String) throws {
        guard case .fault(let fault) = try read(Self.card(try Self.file(serial))) else {
            Issue.record("\(serial) was bound")
            return
        }
        #expect(fault.cause == .rejected(.noNumber))
    }

    @Test("A card without any of the campus's applications is refused, and nothing else is tried")
    func unknown() throws {
        let other = TransitApplication(
            identifier: [0xA0, 0, 0, 0, 3, 0x10, 0x10], file: 0x15, offset: 10, length: 10)
        let card = Self.card(try Self.file(), of: other)
        guard case .fault(let fault) = try read(card) else {
            Issue.record("it was bound")
            return
        }
        #expect(fault.cause == .rejected(.noApplication))
        #expect(card.otherCommands == 0)
    }

    @Test("Whatever is lost, the number is read at last; what stays short or strange is refused")
    func lossesAndBadInput() throws {
        for exchange in 0..<2 {
            for loss in [Interference.lostCommand, .lostAnswer] {
                #expect(try read(Self.card(try Self.file()), [exchange: loss]).isDone)
            }
            for answer in [[], [0x90], [0x91, 0xAE], [0x01, 0x6A, 0x82], [0x6F, 0x00]] as [[UInt8]]
            {
                let card = Self.card(try Self.file())
                // The same at each attempt: two recoveries, then the job gives up.
                let always = Dictionary(
                    uniqueKeysWithValues: (exchange..<20).map {
                        ($0, Interference.answered(answer))
                    })
                #expect(try !read(card, always).isDone, "\(answer) at \(exchange)")
                #expect(card.otherCommands == 0)
            }
        }
        let short = Self.card(Array(try Self.file().prefix(15)))
        #expect(try !read(short).isDone)
    }

    @Test("An answer that is put off for ever is not waited for")
    func putOff() throws {
        let endless = Dictionary(
            uniqueKeysWithValues: (0..<40).map { ($0, Interference.answered([0x61, 0x10])) })
        guard case .fault(let fault) = try read(Self.card(try Self.file()), endless) else {
            Issue.record("it was believed")
            return
        }
        #expect(fault.cause == .notAuthentic)
    }
}
