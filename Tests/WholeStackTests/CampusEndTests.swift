import KioskCore
import KioskRuntime
import SimulatedCampus
import Testing

/// Goal: thousands of campuses in a row take no more memory, and no more of the room for keys, than one.
/// Method: campuses that are let go in the middle of a case; none of their kiosks may be alive afterwards.
@Suite(.serialized) struct CampusEndTests {
    @Test(
        "Nothing of a campus outlives it, wherever its kiosk stands",
        arguments: ["idle", "entering", "feeding", "encoding", "committing", "awaitingPickup"])
    func nothingIsLeft(step: String) throws {
        weak var last: KioskController?
        weak var site: KioskSite?
        weak var killed: KioskController?
        do {
            let visit = try Visit()
            try visit.consentIfNeeded(for: step)
            try visit.wait(step) { $0.name == step }
            killed = visit.campus.sites[0].kiosk
            try visit.campus.cutPower()
            site = visit.campus.sites[0]
            last = site?.kiosk
            #expect(last != nil)
        }
        #expect(killed == nil)
        #expect(last == nil)
        #expect(site == nil)
    }
}

extension Visit {
    fileprivate func consentIfNeeded(for step: String) throws {
        switch step {
        case "idle": try waitForService()
        case "entering": try goTo(step)
        case _: try consent()
        }
    }
}
