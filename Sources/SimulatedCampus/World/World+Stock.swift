import CampusCard
import CampusFaults
import Journal
import KioskPorts
import Simulator

/// K6 at each visit of a technician, before the hands change anything: where books and truth differ, the journal must
/// have said so.
extension World {
    /// - Parameter isPathDoubted: the kiosk serves nobody because of what lies in its path. A card that the books have
    ///   there, by a sensor that is stuck and that the unit itself believed, is what the technician was called for.
    func checkStock(_ number: Int, isPathDoubted: Bool) {
        let site = campus.sites[number]
        let machine = site.machine.contents(now: now).machine
        guard machine.moving == nil else { return }
        do {
            let sums = try site.journal.stock()
            let said = taken[number].differencesSaid
            let units: [(StockUnit, booked: Int, held: Int)] = [
                (.hopper, sums.remaining, machine.hopper.count),
                (.bin, sums.inBin, machine.bin.count),
            ]
            let doubted = isPathDoubted ? sums.inPath : 0
            for (unit, booked, held) in units {
                check(
                    .k6, abs(booked - held) <= doubted || said.contains(unit), at: number,
                    "the \(unit.rawValue) is booked \(booked), holds \(held), and nothing was said"
                )
            }
        } catch {
            add(.k6, at: number, "the stock cannot be read: \(error)")
        }
    }
}
