import CampusCard
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: a delivery is concluded from a hand and from nothing shorter (K3, K4). Method: the exit sensor goes out for the
/// time of one look, again and again, while a card lies there that nobody takes.
@Suite(.serialized) struct ExitBounceTests {
    @Test("A sensor at the exit that bounces is no hand: the card is retained in the end")
    func bounceIsNoHand() throws {
        let visit = try Visit { $0.person = .absent }
        let campus = visit.campus
        try visit.consent()
        try visit.wait("awaitingPickup") { $0.name == "awaitingPickup" }
        for _ in 1...6 {
            campus.pass(.milliseconds(1_300))
            try stick(.off, campus)
            campus.pass(.milliseconds(450))
            try stick(.free, campus)
        }
        #expect(campus.phase.name == "awaitingPickup")
        #expect(try visit.outcome() == .notTaken)
        #expect(try campus.journal.stock().retained == 1)
        #expect(try campus.journal.stock().delivered == 0)
        try visit.expectBooks()
    }

    private func stick(_ state: SensorState, _ campus: Campus) throws {
        _ = try campus.machine.obey(.sensor(.exit, state), now: campus.clock.monotonic())
    }
}
