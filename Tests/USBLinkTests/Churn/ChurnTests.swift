import Foundation
import KioskPorts
import Simulator
import Testing
import USBLink

/// Goal: a kiosk whose devices come and go for years loses no handle, no transfer, no descriptor and no memory. Method: a
/// dispenser and a reader under real libusb, both with their production drivers, plugged and pulled again and again, with
/// every kind of trouble that a cable can bring in between; the process is counted before and after.
@Suite("Devices that come and go, real libusb")
struct ChurnTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"
    static let rounds = isLong ? 10_000 : 120
    /// How often the process is counted; the first fifth of the rounds fills what is filled once.
    static let samples = 5
    /// A trouble comes in each fourth round, the others are plain; the slow ones come once for each seat.
    static let slowSeats: [ChurnBench.Seat] = isLong ? [.dispenser, .reader] : [.dispenser]

    /// What may differ between two counts: descriptors and threads of sessions that are just ending, caches of the allocator
    /// and of Foundation.
    static let fileSlack = 10
    static let heapSlackKilobytes = 512

    static func round(_ number: Int) -> ChurnBench.Round {
        let slow = slowSeats.flatMap { seat in CableTrouble.slow.map { ($0, seat) } }
        if number % 8 == 3, number / 8 < slow.count {
            let (trouble, seat) = slow[number / 8]
            return ChurnBench.Round(trouble: trouble, seat: seat)
        }
        guard number % 4 == 0 else {
            return ChurnBench.Round(trouble: nil, seat: number % 2 == 0 ? .dispenser : .reader)
        }
        let (turn, kind) = (number / 4).quotientAndRemainder(dividingBy: CableTrouble.quick.count)
        return ChurnBench.Round(
            trouble: CableTrouble.quick[kind], seat: turn % 2 == 0 ? .dispenser : .reader)
    }

    @Test("However often dispenser and reader come and go, nothing is kept of them")
    func nothingIsKept() async {
        LibUSBRig.arrangePreload()
        let result = await #expect(
            processExitsWith: .success, observing: [\.standardOutputContent]
        ) {
            let bench = try ChurnBench()
            var figures: [ProcessFigures] = []
            for number in 0..<ChurnTests.rounds {
                try await bench.run(ChurnTests.round(number))
                if (number + 1) % (ChurnTests.rounds / ChurnTests.samples) == 0 {
                    figures.append(try .now())
                }
            }
            let (before, after) = (try #require(figures.first), try #require(figures.last))
            await bench.closeDrivers()
            let lent = bench.rig.bus.lent
            #expect(lent == (0, 0))
            #expect(after.openFiles <= before.openFiles + ChurnTests.fileSlack)
            #expect(after.threads <= before.threads + ChurnTests.fileSlack)
            #expect(after.heapKilobytes <= before.heapKilobytes + ChurnTests.heapSlackKilobytes)
            for trouble in CableTrouble.allCases {
                #expect(bench.struck[trouble, default: 0] > 0, "\(trouble) never came")
            }
            // A driver cancels nothing that runs; `BusCase` does.
            for end in USBTransferEnd.allCases where end != .failed && end != .cancelled {
                #expect(bench.ends.all[end, default: 0] > 0, "no transfer \(end)")
            }
            ChurnTests.report(bench, lent, figures)
            await bench.rig.close()
        }
        print(String(decoding: result?.standardOutputContent ?? [], as: UTF8.self))
    }

    private static func report(
        _ bench: ChurnBench, _ lent: (handles: Int, transfers: Int), _ figures: [ProcessFigures]
    ) {
        print("churn: \(rounds) rounds of two devices")
        for (index, figure) in figures.enumerated() {
            print("  after \((index + 1) * rounds / samples): \(figure.words)")
        }
        let struck = bench.struck.map { "\($0.key.rawValue) \($0.value)" }.sorted()
        let ends = bench.ends.all.map { "\($0.key) \($0.value)" }.sorted()
        print(
            """
              lent by libusb at the end: \(lent.handles) handles, \(lent.transfers) transfers
              troubles: \(struck.joined(separator: ", "))
              transfers: \(ends.joined(separator: ", "))
            """)
    }
}
