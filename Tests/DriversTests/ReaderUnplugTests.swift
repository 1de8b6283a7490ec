import Drivers
import KioskPorts
import Simulator
import Synchronization
import Testing

/// Goal: a reader may be pulled at any moment. Method: an activation and three commands, one of them chained, with the plug
/// pulled before, during and after each single transfer, on virtual time; then it is put back.
@Suite struct ReaderUnplugTests {
    private static let apdus: [[UInt8]] = [
        [0x90, 0x60, 0, 0, 0], [UInt8](repeating: 0x11, count: 1_200), [1, 2, 3, 4],
    ]
    private static let whole = ReaderEnd.answered(apdus.map(EchoCard.answer))

    enum Moment: CaseIterable { case before, during, after }

    /// Pulls the plug at one transfer.
    private final class Puller: USBTraceSink {
        private struct State {
            var transfers = 0
            var pull: @Sendable (Moment) -> Void = { _ in }
        }

        private let ordinal: Int
        private let moment: Moment
        private let state = Mutex(State())

        init(_ ordinal: Int, _ moment: Moment) {
            self.ordinal = ordinal
            self.moment = moment
        }

        var transfers: Int { state.withLock { $0.transfers } }

        func onPull(_ pull: @escaping @Sendable (Moment) -> Void) {
            state.withLock { $0.pull = pull }
        }

        func submitted(_ transfer: USBTransfer, number: UInt64, device: USBDevice) {
            let pull = state.withLock { state in
                state.transfers += 1
                return state.transfers == ordinal && moment != .after ? state.pull : nil
            }
            pull?(moment)
        }

        func ended(
            _ transfer: USBTransfer, number: UInt64, device: USBDevice, result: USBTransferResult
        ) {
            let pull = state.withLock { state in
                state.transfers == ordinal && moment == .after ? state.pull : nil
            }
            pull?(moment)
        }
    }

    private func bench(
        _ puller: Puller, faults: [PlannedReaderFault] = []
    ) -> ReaderBench {
        let bench = ReaderBench(faults: faults, trace: puller)
        let (bus, clock, executor) = (bench.bus, bench.clock, bench.executor)
        puller.onPull { moment in
            guard moment == .during else { return bus.unplug(port: ReaderBench.port) }
            Task(executorPreference: executor) {
                // Nothing cancels this task. Half of the reader's turnaround: the transfer is on its way.
                try? await clock.sleep(for: .microseconds(500))
                bus.unplug(port: ReaderBench.port)
            }
        }
        return bench
    }

    @Test("Pulled at any transfer a reader is gone, no call hangs, and plugged in again it works")
    func everyTransfer() {
        let undisturbed = Puller(0, .before)
        #expect(bench(undisturbed).talkAll(Self.apdus) == Self.whole)
        var ends: [ReaderEnd: Int] = [:]
        for ordinal in 1...undisturbed.transfers {
            for moment in Moment.allCases {
                let bench = bench(Puller(ordinal, moment))
                let end = bench.talkAll(Self.apdus)
                ends[end, default: 0] += 1
                bench.bus.plug(bench.device, port: ReaderBench.port)
                #expect(
                    bench.talkAll(Self.apdus) == Self.whole, "transfer \(ordinal), \(moment)")
            }
        }
        print(
            "unplugged at \(undisturbed.transfers) transfers × 3 moments:",
            "\(ends[.failed(.readerGone), default: 0]) gone,",
            "\(ends[Self.whole, default: 0]) done before it was noticed")
        #expect(undisturbed.transfers > 20)
        #expect(Set(ends.keys).isSubset(of: [.failed(.readerGone), Self.whole]))
        // Only a plug that is pulled after the last transfer goes unnoticed.
        #expect(ends[Self.whole] == 1)
    }

    @Test("Pulled at any transfer while it is being mended a reader is gone, and mended later")
    func whileMended() {
        let hangs = [PlannedReaderFault(.hangsUntilReset, at: .exchange)]
        let undisturbed = Puller(0, .before)
        let mended = bench(undisturbed, faults: hangs)
        #expect(mended.talkAll(Self.apdus) == .failed(.timedOut))
        let first = undisturbed.transfers + 1
        #expect(mended.probe() == nil)
        let last = undisturbed.transfers
        var ends: [CardChannelFaultKind?: Int] = [:]
        for ordinal in first...last {
            for moment in Moment.allCases {
                let bench = bench(Puller(ordinal, moment), faults: hangs)
                #expect(bench.talkAll(Self.apdus) == .failed(.timedOut))
                let met = bench.probe()
                ends[met, default: 0] += 1
                #expect(met == nil || met == .readerGone, "transfer \(ordinal), \(moment)")
                bench.bus.plug(bench.device, port: ReaderBench.port)
                #expect(
                    bench.talkAll(Self.apdus) == Self.whole, "transfer \(ordinal), \(moment)")
            }
        }
        print("pulled at \(last - first + 1) transfers of the ladder × 3 moments:", ends)
        #expect(ends[.readerGone, default: 0] > 20)
    }
}
