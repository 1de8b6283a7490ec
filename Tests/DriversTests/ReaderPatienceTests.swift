import DeviceProtocols
import Drivers
import KioskPorts
import Simulator
import Synchronization
import Testing

/// Goal: a reader that goes on and on is heard to a bound with a name, then the call ends, and the next one works. Method:
/// the production driver on a cable that makes an answer longer, one step up to each bound and one beyond.
@Suite struct ReaderPatienceTests {
    private static let apdu: [UInt8] = [0x90, 0x60, 0, 0, 0]
    private static let whole = ReaderEnd.answered([EchoCard.answer(to: apdu)])

    /// A bench whose reader hangs on an altering cable, and the cable.
    private func bench(_ card: EchoCard = EchoCard()) -> (ReaderBench, AlteringCable) {
        let shared = Shared<AlteringCable>(result: Mutex(nil))
        let bench = ReaderBench(
            card: card,
            around: { device in
                let cable = AlteringCable(device)
                shared.put(cable)
                return cable
            })
        guard let cable = shared.answer else { preconditionFailure("the bench wraps its device") }
        return (bench, cable)
    }

    /// Alters the answers to blocks, which are all that bears the card's own words.
    private static func ofBlocks(
        _ alteration: @escaping AlteringCable.Alteration
    ) -> AlteringCable.Alteration {
        { bytes in
            let isAnswer = bytes.suffix(2) == [0x90, 0x00] && bytes.first == 0x80
            return isAnswer ? alteration(bytes) : [bytes]
        }
    }

    /// Expects the one fault, that the card acted once, and that the next call is as ever.
    private func expectGivenUp(
        _ bench: ReaderBench, _ cable: AlteringCable, _ card: EchoCard, _ words: String
    ) {
        let fault = bench.fault(sending: Self.apdu)
        #expect(fault?.kind == .readerFault)
        #expect(
            fault?.detail
                == "sending an APDU of 5 bytes: the reader's answer is no use: \(words)")
        #expect(card.seen == [Self.apdu])
        cable.alter(nil)
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.log.all == ["the reader is in step again after drain"])
    }

    @Test("Ten answers to other commands are passed over, the eleventh ends the call")
    func stale() {
        let flood: @Sendable (Int) -> AlteringCable.Alteration = { count in
            Self.ofBlocks { bytes in
                var other = bytes
                other[6] &-= 1
                return Array(repeating: other, count: count) + [bytes]
            }
        }
        let card = EchoCard()
        let (bench, cable) = bench(card)
        cable.alter(flood(10))
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.log.all.isEmpty)

        let other = EchoCard()
        let (flooded, otherCable) = self.bench(other)
        otherCable.alter(flood(11))
        expectGivenUp(flooded, otherCable, other, "11 messages of other commands")
    }

    @Test("Three empty transfers are passed over, the fourth ends the call")
    func empty() {
        let pause: @Sendable (Int) -> AlteringCable.Alteration = { count in
            Self.ofBlocks { Array(repeating: [], count: count) + [$0] }
        }
        let (bench, cable) = bench()
        cable.alter(pause(3))
        #expect(bench.talk(Self.apdu) == Self.whole)

        let card = EchoCard()
        let (endless, otherCable) = self.bench(card)
        otherCable.alter(pause(4))
        expectGivenUp(endless, otherCable, card, "nothing but empty transfers")
    }

    @Test(
        "An answer in parts that never ends is given up at its length, or at their number",
        arguments: [
            (510, "an answer of more than 65538 bytes"), (1, "an answer of more than 512 parts"),
        ])
    func endless(size: Int, words: String) {
        let card = EchoCard()
        let (bench, cable) = bench(card)
        let isBegun = Flag()
        cable.alter { bytes in
            let isAnswer = bytes.suffix(2) == [0x90, 0x00] && bytes.first == 0x80
            guard isAnswer || isBegun.isUp else { return [bytes] }
            let chain: CCIDReplyChain = isBegun.isUp ? .continues : .begins
            isBegun.raise()
            let part = CCIDReply(
                .dataBlock, slot: 0, sequence: bytes[6], card: .active, outcome: .done,
                specific: chain.rawValue, data: [UInt8](repeating: 0x55, count: size))
            return [part.bytes]
        }
        expectGivenUp(bench, cable, card, words)
    }

    @Test("A command too long for a reader that cannot chain is refused before a byte goes out")
    func unchained() throws {
        let shown = CCIDReaderModel(serialNumber: "A", card: EchoCard()).descriptors
        // dwFeatures, at 40 of the class descriptor, which follows configuration and interface: short APDUs.
        var configuration = shown.configuration
        configuration[60] = 0x02
        let short = try #require(
            USBDescriptors(device: shown.device, configuration: configuration))
        let card = EchoCard()
        let bench = ReaderBench(card: card, around: { Disguised($0, as: short) })
        let longest = [UInt8](repeating: 7, count: 510)
        #expect(bench.talk(longest) == .answered([EchoCard.answer(to: longest)]))
        let fault = bench.fault(sending: longest + [7])
        #expect(fault?.kind == .readerFault)
        #expect(
            fault?.detail == "sending an APDU of 511 bytes: the reader cannot be used: "
                + "an APDU of 511 bytes needs chaining, which it cannot do")
        #expect(card.seen == [longest])
        #expect(bench.talk(Self.apdu) == Self.whole)
        #expect(bench.log.all.isEmpty)
    }
}

/// Something that has happened.
private final class Flag: Sendable {
    private let state = Mutex(false)
    var isUp: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
}
