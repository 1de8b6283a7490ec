import CampusCard
import KioskCore
import KioskPorts
import SimulatedDisk
import Synchronization
import Testing

@testable import Journal

/// Goal: a disk that fails is reported at once, and what it had acknowledged before is there after the restart. Method:
/// each operation of a journal's life fails in turn, once or from then on; the process ends at the first fault, with and
/// without a power cut.
@Suite struct DiskFaultTests {
    @Test(
        "Each operation of the disk fails in turn", arguments: DiskFault.allCases, [false, true])
    func everyOperation(_ fault: DiskFault, forGood: Bool) throws {
        let deeds = JournalLife.Deed.visit(CaseStories.replacement)
        let whole = JournalLife(SimulatedDisk())
        try whole.live(deeds)
        let count = whole.disk.operationCount
        var sweep = JournalSweep(seed: 5, extent: .sample(1))
        var reported = 0
        var outlived = 0
        for number in stride(from: 1, through: count, by: Extent.isLong ? 1 : 23) {
            let life = JournalLife(SimulatedDisk())
            life.disk.plan(fault, at: number, forGood: forGood)
            do {
                try life.live(deeds)
                outlived += 1
            } catch let fault as JournalFault {
                #expect(Self.operations.contains { fault.operation.hasPrefix($0) }, "\(fault)")
                #expect(!fault.detail.isEmpty, "\(fault)")
                reported += 1
            }
            let moment = life.disk.moment
            sweep.look(life, moment, life.disk.image, "\(fault) at \(number), no power cut")
            for cut in moment.cuts(sample: 1, seed: 5) {
                sweep.look(
                    life, moment, moment.image(after: cut), "\(fault) at \(number), \(cut.name)")
            }
        }
        print(
            "journal, \(fault.rawValue)\(forGood ? " for good" : " once"): \(reported) reported,",
            "\(outlived) without effect, \(sweep.images) restarts, \(sweep.breaks.count) breaks")
        #expect(reported > 0)
        #expect(sweep.breaks == [])
    }

    private static let operations = [
        "open the journal", "append ", "acknowledge the events", "close the journal",
        "checkpoint", "make the journal durable",
    ]

    @Test("Wherever the disk runs full, the reserve carries the case to its end")
    func full() throws {
        let deeds = JournalLife.Deed.visit(CaseStories.replacement)
        let start = JournalLife(SimulatedDisk())
        try start.live(Array(deeds.prefix(5)))
        let least = start.disk.usedBytes
        try start.live(Array(deeds.dropFirst(5)))
        var released = 0
        for extra in stride(from: 0, through: 600_000, by: Extent.isLong ? 4096 : 61_440) {
            let disk = SimulatedDisk()
            let reserve = SimulatedReserve(disk)
            disk.limit(to: least + extra)
            let life = JournalLife(disk, reserve: reserve)
            try life.live(deeds)
            #expect(life.told.map(\.entry) == start.told.map(\.entry), "\(extra) bytes")
            if !reserve.hasRoom { released += 1 }
        }
        #expect(released > 2)
    }
}

/// The reserve as a share of a simulated disk's room: released, the disk has so much more.
final class SimulatedReserve: SpaceReserve {
    private let disk: SimulatedDisk
    private let isReleased = Mutex(false)

    init(_ disk: SimulatedDisk) {
        self.disk = disk
    }

    func take() -> Bool { !isReleased.withLock { $0 } }

    func release() {
        isReleased.withLock { $0 = true }
        disk.limit(to: nil)
    }

    var hasRoom: Bool { !isReleased.withLock { $0 } }
}
