import DeviceProtocols
import Drivers
import KioskPorts
import Simulator
import Testing

/// Goal: a card is reached through a reader at any level, and a command is the same at all of them. Method: the production
/// driver on simulated readers over one card, on virtual time; what the driver leaves out the reader and the card refuse.
@Suite struct ReaderLevelTests {
    /// A command of each of the seven cases, and its answer.
    private static let commands: [(name: String, apdu: [UInt8], answer: [UInt8])] = {
        let long = DataCard.pattern(300)
        let done: [UInt8] = [0x90, 0x00]
        return [
            ("1", [0, 0x44, 0, 0], done),
            ("2S", [0, 0xB0, 0, 9, 9], DataCard.pattern(9) + done),
            ("2S, all", [0, 0xB0, 1, 0, 0], DataCard.pattern(256) + done),
            ("3S", [0, 0xD6, 0, 0, 3, 7, 8, 9], done),
            ("3S, 255", [0, 0xD6, 0, 0, 255] + long.prefix(255), done),
            ("4S", [0, 0x88, 0, 0, 3, 7, 8, 9, 0], [9, 8, 7] + done),
            ("2E", [0, 0xB0, 0x01, 0x2C, 0, 0, 0], long + done),
            ("3E", [0, 0xD6, 0, 0, 0, 0x01, 0x2C] + long, done),
            ("4E", [0, 0x88, 0, 0, 0, 0x01, 0x2C] + long + [0, 0], long.reversed() + done),
        ]
    }()

    @Test("A command of every case is answered at every level", arguments: ReaderLevel.all)
    func everyCase(level: ReaderLevel) {
        let card = DataCard()
        let bench = ReaderBench(card: card, shape: level.shape)
        for (name, apdu, answer) in Self.commands {
            #expect(bench.talk(apdu) == .answered([answer]), "\(level.testDescription), \(name)")
        }
        // One after the other without an activation between: the protocol's numbers go on.
        let all = Self.commands.map(\.apdu)
        #expect(
            bench.talkAll(all + all) == .answered((Self.commands + Self.commands).map(\.answer)))
        #expect(bench.log.all == [])
        #expect(card.done.count == 3 * Self.commands.count)
    }

    @Test("The longest command and answer pass at every level", arguments: ReaderLevel.all)
    func longest(level: ReaderLevel) {
        let bench = ReaderBench(card: DataCard(), shape: level.shape)
        let data = DataCard.pattern(65_535)
        let apdu = [0, 0x88, 0, 0, 0, 0xFF, 0xFF] + data + [0, 0]
        let end = bench.talk(apdu)
        switch level.testDescription {
        // 26,000 blocks are more than any exchange takes.
        case ReaderLevel.t1Small.testDescription: #expect(end == .failed(.cardLost))
        // Characters one by one, and parts of 54 bytes, are more than its time and its number of parts.
        case ReaderLevel.t0Slow.testDescription, ReaderLevel.extendedInParts.testDescription:
            #expect(end == .failed(.timedOut) || end == .failed(.readerFault))
        default: #expect(end == .answered([data.reversed() + [0x90, 0x00]]))
        }
        #expect(bench.talk(Self.commands[1].apdu) == .answered([Self.commands[1].answer]))
    }

    @Test(
        "Whatever goes wrong on the cable, at every level a call ends in a named fault and the next one works",
        arguments: ReaderLevel.kinds, ReaderFaultKind.allCases)
    func cable(level: ReaderLevel, kind: ReaderFaultKind) {
        for occasion in [ReaderOccasion.powerOn, .exchange] {
            for ordinal in 1...3 {
                let card = DataCard()
                let fault = PlannedReaderFault(
                    kind, at: occasion, ordinal: ordinal,
                    error: kind == .fails ? CCIDError(.hardware) : nil)
                let bench = ReaderBench(card: card, shape: level.shape, faults: [fault])
                let (apdu, answer) = (Self.commands[5].apdu, Self.commands[5].answer)
                let end = bench.talk(apdu)
                #expect(end != .hung)
                #expect(card.done.count <= 1, "\(card.done)")
                if case .answered(let answers) = end { #expect(answers == [answer]) }
                // Where it did not strike in the first call, it does in a later one.
                _ = bench.talk(apdu)
                _ = bench.talk(apdu)
                let last = bench.talk(apdu)
                #expect(last == (kind == .dead ? .failed(.readerFault) : .answered([answer])))
                #expect(bench.device.plan.struck == [fault])
            }
        }
    }

    @Test(
        "Whatever a card does wrongly, a call ends in an answer or a named fault, and nothing is done twice",
        arguments: [
            ReaderLevel.t0, .t1, .t1CRC, .t1Small, .t1Automatic, .t0Characters, .t1Characters,
        ], ContactMishap.allCases)
    func mishaps(level: ReaderLevel, mishap: ContactMishap) {
        let (apdu, answer) = (Self.commands[5].apdu, Self.commands[5].answer)
        for ordinal in 1...8 {
            let card = DataCard()
            var shape = level.shape
            shape.contacts.mishaps = [ordinal: mishap]
            let end = ReaderBench(card: card, shape: shape).talk(apdu)
            expectNamed(end, answer, mishap)
            #expect(card.done.count <= 1, "\(ordinal): \(card.done)")
        }
        let card = DataCard()
        var shape = level.shape
        shape.contacts.everMishap = mishap
        let bench = ReaderBench(card: card, shape: shape)
        let begun = bench.clock.monotonic()
        expectNamed(bench.talk(apdu), answer, mishap)
        #expect(card.done.count <= 1)
        #expect(bench.clock.monotonic() - begun < ReaderBench.callLimit)
    }

    /// A response of T=0 has no check: what is damaged within the protocol passes.
    private func expectNamed(_ end: ReaderEnd, _ answer: [UInt8], _ mishap: ContactMishap) {
        switch end {
        case .answered(let answers):
            let passes = mishap == .repeated || mishap == .neverEnds || answers == [answer]
            #expect(passes, "\(answers)")
        case .failed(let kind): #expect(kind != .readerGone)
        case .hung: Issue.record("hung")
        }
    }

    @Test("A card that says one wrong thing of T=1 is asked again and answers")
    func mended() {
        for mishap in [ContactMishap.damaged, .lost, .longer, .shorter, .wantsTime, .nonsense] {
            // The first block is the answer to the size, the second to the command.
            var shape = ReaderLevel.t1.shape
            shape.contacts.mishaps = [2: mishap]
            let card = DataCard()
            let bench = ReaderBench(card: card, shape: shape)
            #expect(bench.talk(Self.commands[5].apdu) == .answered([Self.commands[5].answer]))
            #expect(card.done.count == 1)
        }
    }

    @Test("Without an activation nothing goes out to a card whose protocol is the host's")
    func notActivated() {
        let card = DataCard()
        let bench = ReaderBench(card: card, shape: ReaderLevel.t1.shape)
        let reader = bench.reader
        let fault = bench.run { () async -> CardChannelFault? in
            do throws(CardChannelFault) {
                _ = try await reader.transmit([0, 0x44, 0, 0])
                return nil
            } catch {
                return error
            }
        }
        #expect(fault??.kind == .cardLost)
        #expect(fault??.detail == "sending an APDU of 4 bytes: no card was activated in the slot")
        #expect(card.done.isEmpty)
        #expect(bench.talk([0, 0x44, 0, 0]) == .answered([[0x90, 0x00]]))
    }

    @Test(
        "A command of no bytes is refused by name before one goes out",
        arguments: [
            (
                ReaderLevel.t0,
                "the card's protocol broke off: no command of ISO/IEC 7816-3: tooShort(0)"
            ), (.t1, "the reader cannot be used: an APDU of no bytes"),
        ])
    func noBytes(level: ReaderLevel, words: String) {
        let bench = ReaderBench(card: DataCard(), shape: level.shape)
        #expect(bench.fault(sending: [])?.detail == "sending an APDU of 0 bytes: \(words)")
    }

    @Test(
        "A card and a reader without a protocol in common, and a card that cannot be read, are the card's fault"
    )
    func noAgreement() {
        var shape = CCIDReaderShape.contacts(.t1)
        shape.protocols = 1
        let none = ReaderBench(card: DataCard(), shape: shape).fault(sending: [0, 0x44, 0, 0])
        #expect(none?.kind == .cardLost)
        #expect(none?.detail.contains("the card offers T=1, of which the reader has none") == true)
        var first = CCIDReaderShape.contacts(.t0)
        first.protocols = 2
        first.contacts.offersT1 = true
        first.contacts.refusesSelection = true
        let refused = ReaderBench(card: DataCard(), shape: first).fault(sending: [0, 0x44, 0, 0])
        #expect(refused?.kind == .cardLost)
    }

    @Test("The first interface with APDUs is taken, or the one that is asked for")
    func interfaces() {
        // As uTrust 4701F: the contact interface before the contactless one.
        var shape = CCIDReaderShape()
        shape.interfaceCount = 2
        shape.interface = 1
        #expect(
            ReaderBench(card: DataCard(), shape: shape).talk([0, 0x44, 0, 0])
                == .answered([[0x90, 0x00]]))
        for (interface, end) in [
            (UInt8(1), ReaderEnd.answered([[0x90, 0x00]])), (7, .failed(.readerFault)),
        ] {
            let bench = ReaderBench(card: DataCard(), shape: shape)
            let reader = CCIDReader(
                DeviceSelector(interfaceClass: CCIDReader.interfaceClass),
                at: CCIDPlace(interface: interface), on: bench.bus, clock: bench.clock,
                log: { _ in })
            #expect(bench.talkAll([[0, 0x44, 0, 0]], over: reader) == end)
        }
    }
}

/// Goal: each slot of a reader is a channel of its own. Method: a reader with three cards, faults in one slot at a time.
@Suite struct ReaderSlotTests {
    private static let apdu: [UInt8] = [0, 0x88, 0, 0, 3, 7, 8, 9, 0]
    private static let answer = ReaderEnd.answered([[9, 8, 7, 0x90, 0x00]])

    private static func shape(_ level: ReaderLevel) -> CCIDReaderShape {
        var shape = level.shape
        shape.slotCount = 3
        return shape
    }

    @Test(
        "Cards in three slots answer in turns, each with a session of its own",
        arguments: ReaderLevel.kinds)
    func inTurns(level: ReaderLevel) {
        let cards = [DataCard(), DataCard(), DataCard()]
        let bench = ReaderBench(
            card: cards[0], shape: Self.shape(level), others: [cards[1], cards[2]])
        let slots = (0..<3).map { bench.reader.channel(slot: UInt8($0)) }
        for _ in 0..<2 {
            for slot in slots { #expect(bench.talkAll([Self.apdu], over: slot) == Self.answer) }
        }
        // Sessions are kept while another slot is used.
        let ends = bench.run { () async -> [[UInt8]] in
            var answers: [[UInt8]] = []
            for _ in 0..<3 {
                for slot in slots {
                    answers.append((try? await slot.transmit(Self.apdu)) ?? [])
                }
            }
            return answers
        }
        #expect(ends == Array(repeating: [9, 8, 7, 0x90, 0x00], count: 9))
        #expect(cards.map(\.done.count) == [5, 5, 5])
        #expect(bench.log.all == [])
    }

    @Test("An empty slot is empty, and one that is not there is not there; the others go on")
    func empty() {
        let gone = EchoCard()
        gone.leave()
        let bench = ReaderBench(
            card: DataCard(), shape: Self.shape(.extended), others: [gone, DataCard()])
        let (second, third) = (bench.reader.channel(slot: 1), bench.reader.channel(slot: 2))
        #expect(bench.talkAll([Self.apdu], over: second) == .failed(.cardLost))
        #expect(bench.talkAll([Self.apdu], over: third) == Self.answer)
        let fourth = bench.reader.channel(slot: 3)
        #expect(bench.talkAll([Self.apdu], over: fourth) == .failed(.readerFault))
        #expect(bench.talk(Self.apdu) == Self.answer)
        let isThere = bench.run { () async -> Bool in
            await third.deactivate()
            let thirdAnswers = (try? await third.probe()) != nil
            let fourthAnswers = (try? await fourth.probe()) != nil
            return thirdAnswers && !fourthAnswers
        }
        #expect(isThere == true)
    }

    @Test("A slot that hangs is aborted under its own number, and the cards in the others stay")
    func aborted() {
        for kind in [ReaderFaultKind.hangsUntilAbort, .extendsForever, .answersAfterAbort] {
            let cards = [DataCard(), DataCard(), DataCard()]
            let bench = ReaderBench(
                card: cards[0], shape: Self.shape(.extended), others: [cards[1], cards[2]],
                faults: [PlannedReaderFault(kind, ordinal: 2)])
            #expect(bench.talk(Self.apdu) == Self.answer)
            let third = bench.reader.channel(slot: 2)
            #expect(bench.talkAll([Self.apdu], over: third) == .failed(.timedOut))
            #expect(bench.talkAll([Self.apdu], over: third) == Self.answer)
            #expect(bench.log.all == ["the reader is in step again after drain, abort"])
            // The first card kept its session: nothing was reset.
            let reader = bench.reader
            let still = bench.run { try? await reader.transmit(Self.apdu) }
            #expect(still == [9, 8, 7, 0x90, 0x00])
        }
    }
}
