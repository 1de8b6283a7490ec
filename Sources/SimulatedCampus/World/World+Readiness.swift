import CampusFaults
import Journal
import KioskPorts

/// K10, asked of books, disk and network at the moments in which a replacement begins and is opened in the store.
extension World {
    func fillDisk(_ number: Int) {
        let site = campus.sites[number]
        if site.journal.hasRoom() { diskFilledAt[number] = now }
        // A journal that cannot be filled stays as it was.
        try? site.disk.runFull()
    }

    func checkReadiness(_ number: Int) {
        let site = campus.sites[number]
        do {
            let sums = try site.journal.stock()
            check(
                .k10, sums.hopperKnown && sums.remaining >= 1, at: number,
                "a case begins with \(sums.remaining) blanks in the books")
            let room = SiteController.binCapacity - sums.inBin
            check(
                .k10, room >= WorldLimits.binRoom, at: number,
                "a case begins with room for \(room) cards in the bin")
        } catch {
            add(.k10, at: number, "a case begins, and the stock cannot be read: \(error)")
        }
        let filled = diskFilledAt[number].map { now - $0 } ?? .zero
        check(
            .k10, site.journal.hasRoom() || filled <= WorldLimits.lookPause, at: number,
            "a case begins, and the disk has had no reserve for \(filled)")
        let silence = site.network.lastAnswer.map { now - $0 }
        check(
            .k10, silence.map { $0 <= WorldLimits.storeSilence } ?? false, at: number,
            "a case begins, and the store's last answer is \(String(describing: silence)) old")
    }
}
