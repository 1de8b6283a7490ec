import DeviceProtocols
import KioskPorts
import Synchronization
import Testing

@testable import Simulator

/// Goal: the simulated reader keeps to CCID 1.1 also where a driver goes wrong. Method: messages by hand.
@Suite struct CCIDReaderModelTests {
    /// A card that answers everything with 9000 after a time.
    private final class Card: PresentedCard {
        private let takes: Duration
        init(takes: Duration) { self.takes = takes }
        func isPresent(now: Duration) -> Bool { true }
        func activate(now: Duration) -> [UInt8]? { ContactlessATR.bytes(ats: [2, 0]) }
        func deactivate(now: Duration) {}
        func transmit(_ apdu: [UInt8], now: Duration) -> PresentedCardReply {
            PresentedCardReply(response: [0x90, 0x00], takes: takes)
        }
    }

    /// A reader with an activated card, and time that goes on as the test says.
    private final class Talk {
        let model: CCIDReaderModel
        var now = Duration.zero

        init(takes: Duration = .milliseconds(5)) {
            model = CCIDReaderModel(serialNumber: "A", card: Card(takes: takes))
            _ = ask(.powerOn(.automatic), 1)
        }

        @discardableResult
        func send(_ command: CCIDCommand, _ sequence: UInt8) -> SimulatedOutAnswer {
            let bytes = command.bytes(slot: 0, sequence: sequence)
            return model.receive(bytes, on: CCIDReaderDescriptors.bulkOut, now: now)
        }

        func request(abort sequence: UInt8) -> SimulatedControlAnswer {
            let setup = USBSetup(
                requestType: CCIDAbortRequest.requestType, request: CCIDAbortRequest.request,
                value: CCIDAbortRequest(slot: 0, sequence: sequence).value, index: 0)
            return model.control(setup, data: [], now: now)
        }

        /// What the reader says within a time, in words.
        func hear(for time: Duration = .milliseconds(20)) -> [CCIDReply] {
            let end = now + time
            var heard: [CCIDReply] = []
            while now <= end {
                let answer = model.send(
                    on: CCIDReaderDescriptors.bulkIn, capacity: 1_024, now: now)
                if case .bytes(let bytes) = answer, let reply = try? CCIDReply(parsing: bytes) {
                    heard.append(reply)
                } else {
                    guard let wake = model.nextWake(now: now), wake <= end else { break }
                    now = max(wake, now + .milliseconds(1))
                }
            }
            now = end
            return heard
        }

        func ask(_ command: CCIDCommand, _ sequence: UInt8) -> CCIDReply? {
            send(command, sequence)
            return hear().first
        }
    }

    private static func block(
        _ count: Int, _ chain: CCIDCommandChain = .whole
    ) -> CCIDCommand {
        .transferBlock([UInt8](repeating: 0x55, count: count), waitMultiplier: 0, chain: chain)
    }

    @Test("An abort, in either order of its halves, ends the command: nothing of it comes later")
    func abort() {
        for requestFirst in [true, false] {
            let talk = Talk(takes: .seconds(5))
            talk.send(Self.block(5), 2)
            if requestFirst { #expect(talk.request(abort: 3) == .done([])) }
            talk.send(.abort, 3)
            if !requestFirst { #expect(talk.request(abort: 3) == .done([])) }
            let heard = talk.hear(for: .seconds(30))
            #expect(heard.map(\.sequence) == [3])
            #expect(heard.map(\.kind) == [.slotStatus])
            #expect(talk.ask(.getSlotStatus, 4)?.outcome == .done)
        }
    }

    @Test("An answer that lies ready is not heard after an abort either")
    func abortOfAnAnswer() {
        let talk = Talk()
        talk.send(Self.block(5), 2)
        talk.now += .milliseconds(10)
        _ = talk.request(abort: 3)
        talk.send(.abort, 3)
        #expect(talk.hear().map(\.sequence) == [3])
    }

    @Test("Between the halves of an abort every other command fails as aborted")
    func halfAnAbort() {
        let talk = Talk()
        _ = talk.request(abort: 9)
        for command in [CCIDCommand.getSlotStatus, .powerOff, Self.block(5)] {
            #expect(talk.ask(command, 3)?.outcome == .failed(CCIDError(.aborted)))
        }
        // Another abort's message is not its second half.
        talk.send(.abort, 4)
        #expect(talk.hear() == [])
        _ = talk.request(abort: 4)
        #expect(talk.hear().map(\.sequence) == [4])
        let wrongSlot = USBSetup(requestType: 0x21, request: 1, value: 0x0501, index: 0)
        #expect(talk.model.control(wrongSlot, data: [], now: talk.now) == .stall)
    }

    @Test(
        "While the card works the slot is busy, and a host that does not listen gets one extension")
    func busy() {
        let talk = Talk(takes: .seconds(3_600))
        talk.send(Self.block(5), 2)
        #expect(talk.ask(.getSlotStatus, 3)?.outcome == .failed(CCIDError(.slotBusy)))
        talk.now += .seconds(600)
        #expect(talk.hear().map(\.outcome) == [.wantsTime(multiplier: 1)])
        #expect(talk.hear(for: .seconds(10)).count == 10)
    }

    @Test("A reader whose answers are not fetched takes no more than its limit")
    func unfetched() {
        let talk = Talk()
        for sequence in 0..<UInt8(CCIDReaderModel.answerLimit) {
            #expect(talk.send(.getSlotStatus, sequence) == .accepted)
        }
        #expect(talk.send(.getSlotStatus, 99) == .silence)
        #expect(talk.hear().count == CCIDReaderModel.answerLimit)
        #expect(talk.ask(.getSlotStatus, 99)?.outcome == .done)
    }

    @Test("A message that is too long, and a chain that is longer than any APDU, are refused")
    func lengths() {
        let talk = Talk()
        let room = CCIDReaderDescriptors.messageLimit - CCIDMessage.headerLength
        #expect(talk.ask(Self.block(room), 1)?.data == [0x90, 0x00])
        let wrong = CCIDOutcome.failed(CCIDError(.wrongLength))
        #expect(talk.ask(Self.block(room + 1), 2)?.outcome == wrong)
        #expect(talk.ask(Self.block(0), 2)?.outcome == wrong)
        var sent = 0
        var last = talk.ask(Self.block(room, .begins), 3)
        while last?.chain == .wantsMore, last?.outcome == .done {
            sent += room
            last = talk.ask(Self.block(room, .continues), 3)
        }
        #expect(last?.outcome == wrong)
        #expect(sent == CCIDMessage.apduLimit / room * room)
        // The chain is forgotten.
        let lost = CCIDOutcome.failed(CCIDError(raw: 8))
        #expect(talk.ask(Self.block(1, .ends), 4)?.outcome == lost)
    }

    @Test("A block that fits into no chain is refused")
    func chains() {
        let talk = Talk()
        let lost = CCIDOutcome.failed(CCIDError(raw: 8))
        for chain in [CCIDCommandChain.continues, .ends] {
            #expect(talk.ask(Self.block(4, chain), 2)?.outcome == lost)
        }
        #expect(talk.ask(Self.block(0, .asksForMore), 2)?.outcome == lost)
        #expect(
            talk.ask(Self.block(4, .asksForMore), 2)?.outcome
                == .failed(CCIDError(.wrongLength)))
        #expect(talk.ask(Self.block(4, .begins), 2)?.chain == .wantsMore)
        #expect(talk.ask(Self.block(4), 2)?.data == [0x90, 0x00])
        #expect(talk.ask(Self.block(4, .ends), 2)?.outcome == lost)
    }

    @Test("The parameters are of the protocol that the reader and the card's answer to reset offer")
    func parameters() throws {
        let talk = Talk()
        let reply = try #require(talk.ask(.getParameters, 2))
        #expect(reply.kind == .parameters)
        // CCID 1.1 §6.2.3: five bytes for T=0, seven for T=1.
        #expect(reply.data.count == (reply.specific == 0 ? 5 : 7))
        let interface = try #require(CCIDReaderDescriptors.parsed.interfaces.first)
        let protocols = interface.extra[6]
        #expect(protocols >> reply.specific & 1 == 1)
        // ISO/IEC 7816-3, 8.2.3: TD1 and TD2 name T=0 and T=1.
        let reset = try #require(talk.ask(.powerOn(.automatic), 3)).data
        #expect(Array(reset[2...3]) == [0x80, reply.specific])
        #expect(reset.dropFirst().reduce(0, ^) == 0)
        talk.send(.powerOff, 4)
        _ = talk.hear()
        #expect(talk.ask(.getParameters, 5)?.outcome == .failed(CCIDError(.cardMute)))
    }
}
