import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskPorts
import KioskRuntime
import SimulatedCampus
import Simulator
import Testing

/// Goal: a sensor that goes blind at the exit costs nobody a card or a yuan unseen (K3, K4, K6). Method: the exit's sensor
/// goes out for good while a card lies there that nobody takes, before and after the card's time has ended.
@Suite(.serialized) struct ExitSensorTests {
    @Test("Blind once the time to take the card has ended: a suspect case that holds the fee")
    func blindAtTheEnd() throws {
        let visit = try Visit { $0.person = .absent }
        let campus = visit.campus
        try visit.consent()
        try visit.wait("the end of the card's time") { $0.name == "retaining" }
        try stick(.off, campus)
        let caseID = try visit.caseID
        #expect(try visit.outcome() == .suspected)
        try visit.expect(caseID, .committed, .held)
        #expect(
            try Operator(campus.store).suspects(resolvedToo: false).map(\.caseID) == [caseID])
        #expect(try campus.journal.stock().unaccounted == 1)
    }

    /// One sensor sees the exit, and it says what a hand would make it say. This is the limit that the README names: it
    /// shows at the next look of a sensor that sees again, and in the next count.
    @Test("Blind while the card is awaited: taken for a hand, until the sensor sees again")
    func blindWhileAwaited() throws {
        let visit = try Visit { $0.person = .absent }
        let campus = visit.campus
        try visit.consent()
        try visit.wait("awaitingPickup") { $0.name == "awaitingPickup" }
        campus.pass(.seconds(2))
        try stick(.off, campus)
        let caseID = try visit.caseID
        #expect(try visit.outcome() == .delivered)
        visit.tap(.finish)
        try stick(.free, campus)
        campus.pass(.seconds(20))
        #expect(campus.look().reasons.map(\.reason).contains(.pathNotClear))
        #expect(!campus.look().state.readiness.canReplace)
        let standing = try campus.standing(of: caseID)
        #expect(standing?.money == .captured)

        // Staff lays the card into the bin and counts it.
        let booked = try campus.journal.stock().inBin
        let refusal = campus.ask { await $0.count(.bin, found: booked + 1, by: "technician") }
        #expect(refusal == nil)
        let told = try campus.journal.outbox(limit: 10).map(\.fact)
        #expect(
            told.contains(
                .stock(.difference(unit: .bin, booked: booked, witnessed: booked + 1))))
    }

    private func stick(_ state: SensorState, _ campus: Campus) throws {
        _ = try campus.machine.obey(.sensor(.exit, state), now: campus.clock.monotonic())
    }
}
