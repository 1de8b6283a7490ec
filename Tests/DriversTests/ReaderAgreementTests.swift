import DeviceProtocols
import Drivers
import KioskPorts
import Simulator
import Synchronization
import Testing

/// Goal: whatever reader and card make of the agreement on a protocol, a card is reached, or the reason why not has a name.
/// Method: the production driver on readers and cards that refuse one thing, on virtual time.
@Suite struct ReaderAgreementTests {
    private static let apdu: [UInt8] = [0, 0x88, 0, 0, 3, 7, 8, 9, 0]
    private static let answer = ReaderEnd.answered([[9, 8, 7, 0x90, 0x00]])

    private func shape(
        _ level: ReaderLevel, _ change: (inout CCIDReaderShape) -> Void
    ) -> CCIDReaderShape {
        var shape = level.shape
        change(&shape)
        return shape
    }

    private func bench(
        _ level: ReaderLevel, _ change: (inout CCIDReaderShape) -> Void = { _ in }
    ) -> ReaderBench {
        ReaderBench(card: DataCard(), shape: shape(level, change))
    }

    @Test("A card that confirms another speed than was asked for is taken at the first one")
    func misconfirmed() {
        for level in [ReaderLevel.t0Fast, .t1Wishes] {
            let stubborn = bench(level) { $0.contacts.misconfirmsSelection = true }
            #expect(stubborn.talk(Self.apdu) == Self.answer)
        }
        // Where the selection is of the protocol, there is no other one to fall back to.
        let other = bench(.t1Chosen) {
            $0.contacts.speed = 0x11
            $0.contacts.refusesSelection = true
        }
        #expect(other.talk(Self.apdu) == .failed(.cardLost))
    }

    @Test(
        "A reader that does not know parameters has none to be set; one that refuses them is named")
    func parameters() {
        let fixed = bench(.withoutParameters) { $0.refusesSetting = CCIDError(.notSupported) }
        #expect(fixed.talk(Self.apdu) == Self.answer)
        for level in [ReaderLevel.t0, .t0Fast, .withoutParameters] {
            let refusing = bench(level) { $0.refusesSetting = CCIDError(.protocolNotSupported) }
            #expect(refusing.talk(Self.apdu) == .failed(.readerFault))
        }
    }

    @Test(
        "A reader that chooses by itself and does not say what is taken to have chosen the card's first protocol"
    )
    func unasked() {
        for level in [ReaderLevel.t0Automatic, .t1Automatic] {
            let silent = bench(level) { $0.refusesQuestion = CCIDError(.notSupported) }
            #expect(silent.talk(Self.apdu) == Self.answer)
        }
    }

    @Test("Messages without room for a block of T=1, a TPDU or its characters are refused by name")
    func room() {
        func detail(_ level: ReaderLevel, _ limit: Int, _ apdu: [UInt8]) -> String? {
            bench(level) { $0.messageLimit = limit }.fault(sending: apdu)?.detail
        }
        #expect(
            detail(.t1Automatic, 15, Self.apdu)
                == "activating the card: the reader cannot be used: its messages have no room for a block of T=1"
        )
        let long: [UInt8] = [0, 0xD6, 0, 0, 60] + [UInt8](repeating: 1, count: 60)
        #expect(
            detail(.t0, 64, long) == "sending an APDU of 65 bytes: the reader cannot be used: "
                + "a block of 65 bytes is longer than its messages")
        #expect(
            detail(.t0Characters, 64, long) == "sending an APDU of 65 bytes: "
                + "the reader cannot be used: 60 characters are more than its messages hold")
    }

    @Test(
        "An answer to reset that cannot be read, and a response without a status word, are the card's"
    )
    func unreadable() {
        let cable = Shared<AlteringCable>(result: Mutex(nil))
        let bench = ReaderBench(
            card: DataCard(), shape: ReaderLevel.t1.shape,
            around: { device in
                let made = AlteringCable(device)
                cable.put(made)
                return made
            })
        cable.answer?.alter { bytes in
            guard bytes.count > 11, bytes[10] == 0x3B else { return [bytes] }
            return [Array(bytes.dropLast()) + [bytes[bytes.count - 1] ^ 1]]
        }
        let fault = bench.fault(sending: Self.apdu)
        #expect(fault?.kind == .cardLost)
        #expect(
            fault?.detail == "activating the card: the card's protocol broke off: "
                + "the answer to reset is no use: check")
        cable.answer?.alter(nil)
        #expect(bench.talk(Self.apdu) == Self.answer)
        let terse = ReaderBench(card: TerseCard(), shape: ReaderLevel.t1.shape)
        #expect(
            terse.fault(sending: Self.apdu)?.detail == "sending an APDU of 9 bytes: "
                + "the card's protocol broke off: a response of 1 bytes")
    }

    @Test("More characters than were asked for are no answer")
    func characters() {
        let cable = Shared<AlteringCable>(result: Mutex(nil))
        let bench = ReaderBench(
            card: DataCard(), shape: ReaderLevel.t1Characters.shape,
            around: { device in
                let made = AlteringCable(device)
                cable.put(made)
                return made
            })
        cable.answer?.alter { bytes in
            guard bytes.first == 0x80, bytes[1] == 3, bytes[10] == 0 else { return [bytes] }
            var more = bytes + [0]
            more[1] = 4
            return [more]
        }
        let fault = bench.fault(sending: Self.apdu)
        #expect(fault?.kind == .readerFault)
        #expect(
            fault?.detail == "activating the card: the reader's answer is no use: "
                + "4 characters of at most 3")
        // Fewer are a block that cannot be read, and is asked for again.
        let wasCut = Mutex(false)
        cable.answer?.alter { bytes in
            guard bytes.first == 0x80, bytes[1] == 3, bytes[10] == 0,
                wasCut.withLock({ done in
                    defer { done = true }
                    return !done
                })
            else { return [bytes] }
            var fewer = Array(bytes.dropLast())
            fewer[1] = 2
            return [fewer]
        }
        #expect(bench.talk(Self.apdu) != .hung)
        cable.answer?.alter(nil)
        #expect(bench.talk(Self.apdu) == Self.answer)
    }

    @Test("A slot that fails the question whether a card is in it is told as the reader's fault")
    func question() {
        var shape = CCIDReaderShape()
        shape.slotCount = 2
        let bench = ReaderBench(
            card: DataCard(), shape: shape, others: [DataCard()],
            faults: [
                PlannedReaderFault(
                    .fails, at: .statusQuery, ordinal: 3, error: CCIDError(.hardware))
            ])
        let reader = bench.reader
        let fault = bench.run { () async -> CardChannelFault? in
            do throws(CardChannelFault) {
                _ = try await reader.presenceChanges(within: .seconds(1))
                return nil
            } catch {
                return error
            }
        }
        #expect(fault??.kind == .readerFault)
        #expect(
            fault??.detail.hasPrefix("asking for a card: the reader refused with hardware") == true)
    }
}

/// A card that answers with one byte.
private final class TerseCard: PresentedCard {
    func isPresent(now: Duration) -> Bool { true }
    func activate(now: Duration) -> [UInt8]? { [0x3B, 0x00] }
    func deactivate(now: Duration) {}
    func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
        PresentedCardReply(response: [0x90], takes: .milliseconds(1))
    }
}
