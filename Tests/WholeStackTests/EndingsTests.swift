import CampusCard
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: every way in which a replacement can end leaves card and money where they belong (K1–K16). Method: the whole
/// stack on virtual time, above the devices and the network, with real SQLite and real card cryptography.
@Suite(.serialized) struct EndingsTests {
    @Test("A student who takes the card pays once and gets a receipt")
    func taken() throws {
        let visit = try Visit()
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
        #expect(visit.campus.printer.papers.count == 1)
        #expect(try visit.campus.journal.stock().delivered == 1)
    }

    @Test("A card that nobody takes goes to the bin, is void, and costs nothing")
    func notTaken() throws {
        let visit = try Visit { $0.person = .absent }
        try visit.consent()
        #expect(try visit.outcome() == .notTaken)
        try visit.expect(visit.caseID, .voided, .released)
        #expect(try visit.campus.journal.stock().retained == 1)
    }
}
