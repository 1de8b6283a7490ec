import CampusCard
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: a card that goes into the bin on top of another is never balanced away (K6). Method: a stranger pushes a card
/// into the slot before the one that waits there; both are drawn in by the motion that is due, in the case or after a
/// restart.
@Suite(.serialized) struct SecondCardTests {
    @Test(
        "A stranger's card that is drawn in with the student's is reported",
        arguments: [false, true])
    func reported(afterRestart: Bool) throws {
        let visit = try Visit { $0.person = .absent }
        let campus = visit.campus
        try visit.consent()
        try visit.wait("the card at the exit") { $0.name == "awaitingPickup" }
        try campus.machine.act(at: campus.clock.monotonic()) { contents in
            try contents.machine.pushIntoSlot(contents.mint.cards(1, of: .foreign)[0])
        }
        if afterRestart {
            try campus.killKiosk()
            try campus.startKiosk()
            campus.pass(.seconds(60))
        } else {
            #expect(try visit.outcome() == .notTaken)
        }
        var said: [StockChange] = []
        try JournalReader(path: campus.journalPath).forEachRow { row in
            if case .fact(.stock(.difference(let unit, let booked, let witnessed)))? = row.entry {
                said.append(.difference(unit: unit, booked: booked, witnessed: witnessed))
            }
        }
        #expect(said == [.difference(unit: .bin, booked: 1, witnessed: 2)])
        #expect(try campus.journal.stock().inBin == 1)
        #expect(campus.machine.contents(now: campus.clock.monotonic()).machine.bin.count == 2)
    }
}
