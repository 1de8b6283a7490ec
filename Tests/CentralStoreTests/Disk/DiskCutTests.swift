import CampusCard
import CentralStore
import Foundation
import SimulatedDisk
import Testing

/// Goal: whatever a power cut leaves of what was not synced, every call that was answered has had its effect, once, and is
/// answered so again (K1, K2, K5). Method: every write and sync of a store's database on a simulated disk while three cases
/// are led to their ends; the store starts on each image, the kiosk repeats its calls and goes on.
@Suite struct DiskCutTests {
    private static let isLong = ProcessInfo.processInfo.environment["KIOSK_LONG"] == "1"

    @Test("Power fails at every write and every sync of three cases")
    func everySync() throws {
        for bytes in Self.isLong ? [512, 4096] : [4096] {
            let life = StoreOnDisk(SimulatedDisk(sectorBytes: bytes))
            let rig = try life.populate()
            life.disk.record()
            try life.live(rig)
            var sweep = try StoreSweep(seed: 1, sample: Self.isLong ? nil : 1)
            sweep.cut(life, every: Self.isLong ? 1 : 4)
            print("store, \(bytes): \(sweep.counts), \(sweep.breaks.count) breaks")
            #expect(sweep.syncs > 20)
            #expect(sweep.breaks == [])
        }
    }

    @Test("Power fails again while the store starts after a power cut, and after that")
    func twiceInARow() throws {
        let life = StoreOnDisk(SimulatedDisk())
        let rig = try life.populate()
        life.disk.record()
        try life.live(rig)
        var sweep = try StoreSweep(seed: 4, sample: 1)
        sweep.cut(life, depth: 2, every: Self.isLong ? 19 : 311)
        print("store, twice in a row: \(sweep.counts), \(sweep.breaks.count) breaks")
        #expect(sweep.images > 100)
        #expect(sweep.breaks == [])
    }

    @Test("Power fails at every write and every sync while the store's file is made")
    func firstDay() throws {
        let life = StoreOnDisk(SimulatedDisk())
        life.disk.record()
        _ = try life.populate()
        var sweep = try StoreSweep(seed: 2, sample: Self.isLong ? nil : 1)
        sweep.cut(life, every: Self.isLong ? 1 : 6)
        print("store, first day: \(sweep.counts), \(sweep.breaks.count) breaks")
        #expect(sweep.breaks == [])
    }

    @Test("Each operation of the disk fails in turn", arguments: DiskFault.allCases, [false, true])
    func everyFault(_ fault: DiskFault, forGood: Bool) throws {
        let whole = StoreOnDisk(SimulatedDisk())
        let rig = try whole.populate()
        try whole.live(rig)
        let first = whole.firstDayEnded
        var sweep = try StoreSweep(seed: 3, sample: 1)
        var reported = 0
        let step = Self.isLong ? 1 : 61
        for number in stride(from: first + 1, through: whole.disk.operationCount, by: step) {
            let life = StoreOnDisk(SimulatedDisk())
            let rig = try life.populate()
            life.disk.plan(fault, at: number, forGood: forGood)
            do {
                try life.live(rig)
            } catch let failure where !(failure is UnexpectedRefusal) {
                reported += 1
            }
            let moment = life.disk.moment
            sweep.look(life, moment, life.disk.image, "\(fault) at \(number), no power cut")
            for cut in moment.cuts(sample: 1, seed: 3) {
                sweep.look(
                    life, moment, moment.image(after: cut), "\(fault) at \(number), \(cut.name)")
            }
        }
        print(
            "store, \(fault.rawValue)\(forGood ? " for good" : " once"): \(reported) reported,",
            "\(sweep.images) restarts, \(sweep.breaks.count) breaks")
        #expect(reported > 0)
        #expect(sweep.breaks == [])
    }
}
