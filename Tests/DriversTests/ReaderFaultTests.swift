import DeviceProtocols
import Drivers
import KioskPorts
import Simulator
import Testing

/// Goal: whatever a reader does, a call ends in a named fault, and a reader that can be mended is mended by the next call.
/// Method: the production driver on the simulated reader with one planned fault, on virtual time; every kind of fault at
/// every moment at which it can strike, and each proven to have struck.
@Suite struct ReaderFaultTests {
    static let apdu: [UInt8] = [0x90, 0x60, 0, 0, 0]
    private static let whole = ReaderEnd.answered([EchoCard.answer(to: apdu)])

    /// What the call ends with in which the fault strikes at a command; nil when it succeeds.
    private static func fault(of kind: ReaderFaultKind) -> CardChannelFaultKind? {
        switch kind {
        case .staleAnswerFirst, .duplicateAnswer, .emptyPacketsFirst, .extendsThenAnswers,
            .busyBriefly:
            nil
        case .wrongSequence, .wrongSlot, .extendsForever, .answersAfterAbort, .silentOnce,
            .hangsUntilAbort, .hangsUntilHaltCleared, .hangsUntilPowerOff, .hangsUntilReset, .dead:
            .timedOut
        case .wrongLength, .oversizedAnswer, .truncatedAnswer, .garbage, .stallsIn, .stallsOut,
            .busyUntilReset, .hardwareError, .fails:
            .readerFault
        case .cardMute: .cardLost
        }
    }

    /// How far the ladder is climbed for it; nil when it is not.
    private static func rung(for kind: ReaderFaultKind) -> String? {
        switch kind {
        case .staleAnswerFirst, .duplicateAnswer, .emptyPacketsFirst, .extendsThenAnswers,
            .busyBriefly, .cardMute:
            nil
        case .wrongSequence, .wrongSlot, .silentOnce, .wrongLength, .oversizedAnswer,
            .truncatedAnswer, .garbage, .hardwareError, .fails:
            "drain"
        case .extendsForever, .answersAfterAbort, .hangsUntilAbort: "abort"
        case .stallsIn, .stallsOut, .hangsUntilHaltCleared: "clearHalts"
        case .hangsUntilPowerOff: "powerOff"
        case .busyUntilReset, .hangsUntilReset, .dead: "reset"
        }
    }

    private static func planned(
        _ kind: ReaderFaultKind, at occasion: ReaderOccasion
    ) -> PlannedReaderFault {
        PlannedReaderFault(
            kind, at: occasion, error: kind == .fails ? CCIDError(.hardware) : nil)
    }

    @Test(
        "A fault at a command ends the call in its own kind, and the next call succeeds",
        arguments: ReaderFaultKind.allCases, [ReaderOccasion.powerOn, .exchange])
    func atCommand(kind: ReaderFaultKind, occasion: ReaderOccasion) throws {
        let bench = ReaderBench(faults: [Self.planned(kind, at: occasion)])
        let end = bench.talk(Self.apdu)
        #expect(end == Self.fault(of: kind).map(ReaderEnd.failed) ?? Self.whole)
        #expect(bench.device.plan.struck.map(\.kind) == [kind])
        let next = bench.talk(Self.apdu)
        #expect(next == (kind == .dead ? .failed(.readerFault) : Self.whole))
        expectLadder(bench, kind)
    }

    @Test(
        "A reader found in any disorder is put in order before its first command",
        arguments: ReaderFaultKind.allCases)
    func whenOpened(kind: ReaderFaultKind) {
        let bench = ReaderBench(faults: [Self.planned(kind, at: .statusQuery)])
        let end = bench.talk(Self.apdu)
        #expect(end == (kind == .dead ? .failed(.readerFault) : Self.whole))
        #expect(bench.device.plan.struck.map(\.kind) == [kind])
    }

    private func expectLadder(_ bench: ReaderBench, _ kind: ReaderFaultKind) {
        guard let rung = Self.rung(for: kind) else {
            #expect(bench.log.all == [])
            return
        }
        #expect(bench.log.all.count == 1)
        #expect(bench.log.all.first?.hasSuffix(rung) == true, "\(bench.log.all)")
        #expect(bench.log.all.first?.contains("even after") == (kind == .dead))
    }

    /// devices.md §6.2, "Map".
    private static let cards: Set<CCIDErrorCode> = [
        .cardMute, .parity, .overrun, .badCheckCharacter, .badInitialCharacter,
        .answerToResetTooLong, .noDataExchanged, .cardErrorInT1, .wrongAPDULength, .aborted,
    ]
    private static let errors =
        CCIDErrorCode.allCases.map(CCIDError.init) + [0x02, 0x7F, 0x81, 0xC0].map(CCIDError.init)

    @Test(
        "Every error of a command is the card's, the reader's, or a reason to ask again",
        arguments: errors)
    func everyError(error: CCIDError) {
        let fault = PlannedReaderFault(.fails, error: error)
        let bench = ReaderBench(faults: [fault])
        let expected: ReaderEnd =
            switch error.code {
            case .slotBusy, .busyWithSequence: Self.whole
            case let code?: .failed(Self.cards.contains(code) ? .cardLost : .readerFault)
            case nil: .failed(.readerFault)
            }
        #expect(bench.talk(Self.apdu) == expected)
        #expect(bench.device.plan.struck == [fault])
        #expect(bench.talk(Self.apdu) == Self.whole)
    }

    @Test("A card that leaves is lost, not the reader")
    func cardLeaves() {
        let card = EchoCard()
        let bench = ReaderBench(card: card)
        #expect(bench.talk(Self.apdu) == Self.whole)
        card.leave()
        #expect(bench.talk(Self.apdu) == .failed(.cardLost))
        #expect(bench.log.all == [])
    }

    @Test("A card that works longer than a command may last is timed out and aborted")
    func slowCard() {
        let bench = ReaderBench(card: EchoCard(takes: .seconds(1_000)))
        #expect(bench.talk(Self.apdu) == .failed(.timedOut))
        #expect(bench.clock.monotonic() < .seconds(25))
        #expect(bench.talk() == .answered([]))
        #expect(bench.log.all.first?.hasSuffix("abort") == true)
    }

    @Test(
        "A command of any length up to the longest goes out in pieces, and its answer comes back whole"
    )
    func chaining() {
        let bench = ReaderBench()
        for count in [5, 509, 510, 511, 1_020, 1_021, 4_000, 65_536] {
            let apdu = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            #expect(bench.talk(apdu) == .answered([EchoCard.answer(to: apdu)]), "\(count)")
        }
        // One that no APDU can be is refused by the reader at the end of its patience.
        let tooLong = [UInt8](repeating: 1, count: CCIDMessage.apduLimit + 1)
        #expect(bench.talk(tooLong) == .failed(.readerFault))
        #expect(bench.talk(Self.apdu) == Self.whole)
    }

    @Test(
        "A reader that someone resets in mid-command is gone, and found again under its new address",
        arguments: [ReaderOccasion.powerOn, .exchange])
    func resetBySomeone(occasion: ReaderOccasion) {
        let bench = ReaderBench(faults: [PlannedReaderFault(.hangsUntilReset, at: occasion)])
        let (bus, device, clock) = (bench.bus, bench.device, bench.clock)
        Task(executorPreference: bench.executor) {
            // Nothing cancels this task.
            try? await clock.sleep(for: .seconds(2))
            bus.unplug(port: ReaderBench.port)
            bus.plug(device, port: ReaderBench.port)
        }
        #expect(bench.talk(Self.apdu) == .failed(.readerGone))
        #expect(bench.talk(Self.apdu) == Self.whole)
    }

    @Test("Another reader in its place is not taken for it")
    func anotherReader() {
        let bench = ReaderBench()
        #expect(bench.talk(Self.apdu) == Self.whole)
        bench.bus.unplug(port: ReaderBench.port)
        bench.bus.plug(
            CCIDReaderModel(serialNumber: "B", card: EchoCard()), port: ReaderBench.port)
        #expect(bench.talk(Self.apdu) == .failed(.readerGone))
        bench.bus.unplug(port: ReaderBench.port)
        bench.bus.plug(bench.device, port: 7)
        #expect(bench.talk(Self.apdu) == Self.whole)
    }
}
