import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskRuntime
import SimulatedCampus
import Simulator
import Testing

/// Goal: a suspect case of a real kiosk closes itself by what comes to light, or waits with a reason. Method: the whole
/// stack on virtual time with a jam after the commit; then a technician, a terminal or nobody finds the card.
@Suite(.serialized) struct SuspectEndingsTests {
    /// A card that stuck on its way to the bin; the bin was counted when the machine was filled.
    private func suspect() throws -> (visit: Visit, caseID: CaseID, uid: CardUID) {
        let visit = try Visit {
            $0.person = .absent
            $0.faults = [PlannedFault(.jamToBin)]
        }
        try visit.waitForService()
        visit.count(bin: 0)
        try visit.consent()
        #expect(try visit.outcome() == .suspected)
        let caseID = try visit.caseID
        try visit.expect(caseID, .committed, .held)
        visit.tap(.finish)
        visit.campus.pass(.seconds(30))
        let view = try #require(try Operator(visit.campus.store).showCase(caseID))
        let uid = try #require(view.cards.first { $0.life == .inDelivery }?.uid)
        return (visit, caseID, uid)
    }

    @Test(
        "A technician who counts one card more in the bin closes the case: void, the fee goes back")
    func counted() throws {
        let (visit, caseID, _) = try suspect()
        visit.count(bin: 1)
        try visit.expect(caseID, .voided, .released)
        let closed = try #require(
            try Operator(visit.campus.store).suspects(resolvedToo: true).first)
        #expect(closed.evidence.map(\.kind) == [.counted] && closed.resolution == "retained")
    }

    @Test("A technician who finds no card more leaves the case to the desk, with the reason")
    func notInBin() throws {
        let (visit, caseID, uid) = try suspect()
        visit.count(bin: 0)
        try visit.expect(caseID, .committed, .held)
        let store = Operator(visit.campus.store)
        let open = try #require(try store.suspects(resolvedToo: false).first)
        #expect(open.evidence.map(\.fate) == [.notInBin])
        #expect(open.waitsFor.contains("the card is not in the bin"))
        _ = try store.cardFound(uid, by: "zhao", where: "flap of K-01")
        try visit.expect(caseID, .voided, .released)
    }

    @Test("A student who has the card after all proves it by using it")
    func used() throws {
        let (visit, caseID, uid) = try suspect()
        let store = Operator(visit.campus.store)
        #expect(try store.cardUsed(uid, at: TerminalID(validated: "CANTEEN-3")) == .good)
        try visit.expect(caseID, .delivered, .captured)
        #expect(try store.suspects(resolvedToo: false).isEmpty)
    }
}

extension Visit {
    /// A technician counts the bin.
    fileprivate func count(bin found: Int, at place: SourceLocation = #_sourceLocation) {
        let refusal = campus.ask { await $0.count(.bin, found: found, by: "technician") }
        #expect(refusal == nil, sourceLocation: place)
    }
}
