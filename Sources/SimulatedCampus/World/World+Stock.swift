import CampusCard
import CampusFaults
import Journal
import KioskPorts
import Simulator

/// K6 at each visit of a technician, before the hands change anything: where books and truth differ, the journal must
/// have said so.
extension World {
    func checkStock(_ site: KioskSite) {
        let machine = site.machine.contents(now: now).machine
        guard machine.moving == nil else { return }
        do {
            let sums = try site.journal.stock()
            let said = try DifferencesSaid(site.disk.reader())
            check(
                .k6, sums.remaining == machine.hopper.count || said.hopper,
                "\(site.id): the hopper is booked \(sums.remaining), holds \(machine.hopper.count), and nothing was said"
            )
            check(
                .k6, sums.inBin == machine.bin.count || said.bin,
                "\(site.id): the bin is booked \(sums.inBin), holds \(machine.bin.count), and nothing was said"
            )
        } catch {
            add(.k6, "\(site.id): the stock cannot be read: \(error)")
        }
    }
}

/// Whether, since a unit was last counted, the journal has said that something may be wrong with it.
private struct DifferencesSaid {
    private(set) var hopper = false
    private(set) var bin = false

    init(_ reader: JournalReader) throws {
        try reader.forEachRow { record in
            if let entry = record.entry { take(entry) }
        }
    }

    private mutating func take(_ entry: JournalEntry) {
        switch entry {
        case .unitCounted(let unit, _, _): set(unit, false)
        case .fact(.stock(.difference(let unit, _, _))): set(unit, true)
        case .fact(.stock(.unaccounted(_, _))), .custodyChanged(_, .unaccounted(_)),
            .movementEnded(_, .unknown, _, _):
            (hopper, bin) = (true, true)
        case _: break
        }
    }

    private mutating func set(_ unit: StockUnit, _ isSaid: Bool) {
        switch unit {
        case .hopper: hopper = isSaid
        case .bin: bin = isSaid
        }
    }
}
