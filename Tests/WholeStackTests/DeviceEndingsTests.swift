import CampusCard
import CentralStore
import Journal
import KioskCore
import KioskPorts
import SimulatedCampus
import Simulator
import Testing

/// Goal: whatever a device does, the card is in a known place or reported as not known, and no fee is kept without a card
/// (K3, K4, K6–K9). Method: the whole stack on virtual time, with one planned fault of the machine in each visit.
@Suite(.serialized) struct DeviceEndingsTests {
    @Test("An empty hopper puts the machine out of service before anyone logs in")
    func stockOut() throws {
        let visit = try Visit { $0.blanks = 1 }
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        visit.tap(.finish)
        visit.campus.pass(.seconds(20))
        let seen = visit.campus.look()
        #expect(seen.reasons.map(\.reason).contains(.hopperEmpty))
        #expect(!seen.state.readiness.canReplace && seen.state.readiness.canReportLoss)
    }

    @Test("A full bin puts the machine out of service before anyone logs in")
    func binFull() throws {
        let visit = try Visit()
        let campus = visit.campus
        _ = try campus.machine.obey(.fillBin, now: campus.clock.monotonic())
        campus.pass(.seconds(20))
        #expect(campus.look().reasons.map(\.reason).contains(.binFull))
        #expect(!campus.look().state.readiness.canReplace)
    }

    @Test(
        "A jam before the commit ends the case without a card and without a fee",
        arguments: [MachineFaultKind.jamOnFeed, .jamToReadPosition])
    func jamOnTheWayIn(kind: MachineFaultKind) throws {
        let visit = try Visit { $0.faults = [PlannedFault(kind)] }
        try visit.consent()
        #expect(try visit.outcome() == .abandoned(.feedFailed))
        try visit.expect(visit.caseID, .abandoned, .released)
        #expect(!visit.campus.look().state.readiness.canReplace)
        #expect(try visit.campus.journal.stock().unaccounted == 1)
    }

    @Test("Two cards fed at once are said to be somewhere, never balanced away")
    func doubleFeed() throws {
        let visit = try Visit { $0.faults = [PlannedFault(.doubleFeed)] }
        try visit.consent()
        #expect(try visit.outcome() == .abandoned(.feedFailed))
        try visit.expect(visit.caseID, .abandoned, .released)
        #expect(try visit.campus.journal.stock().unaccounted == 1)
        #expect(visit.campus.look().reasons.map(\.reason).contains(.pathNotClear))
    }

    @Test("A slipping feeder is tried once more, and the student gets a card")
    func emptyFeed() throws {
        let visit = try Visit { $0.faults = [PlannedFault(.emptyFeed)] }
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
    }

    @Test("A jam on the way out is a suspect case that holds the fee and keeps the machine shut")
    func jamOnTheWayOut() throws {
        let visit = try Visit { $0.faults = [PlannedFault(.jamToExit)] }
        try visit.consent()
        #expect(try visit.outcome() == .suspected)
        let caseID = try visit.caseID
        try visit.expect(caseID, .committed, .held)
        let suspects = try Operator(visit.campus.store).suspects(resolvedToo: false)
        #expect(suspects.map(\.caseID) == [caseID])
        #expect(!visit.campus.look().state.readiness.canReplace)
    }

    @Test("A jam on the way to the bin is a suspect case, never a silent loss")
    func jamOnTheWayToTheBin() throws {
        let visit = try Visit {
            $0.person = .absent
            $0.faults = [PlannedFault(.jamToBin)]
        }
        try visit.consent()
        #expect(try visit.outcome() == .suspected)
        try visit.expect(visit.caseID, .committed, .held)
    }

    @Test(
        "A blank that is no good goes to the bin and the next one is used",
        arguments: [MachineFaultKind.badBlank, .foreignBlank, .usedBlank])
    func oneBadBlank(kind: MachineFaultKind) throws {
        let visit = try Visit { $0.faults = [PlannedFault(kind)] }
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
        let sums = try visit.campus.journal.stock()
        #expect(sums.retained == 1 && sums.delivered == 1)
    }

    @Test("Two bad blanks end the case: the fee goes back")
    func twoBadBlanks() throws {
        let visit = try Visit {
            $0.faults = [PlannedFault(.badBlank), PlannedFault(.badBlank, ordinal: 2)]
        }
        try visit.consent()
        #expect(try visit.outcome() == .abandoned(.blankUnusable))
        try visit.expect(visit.caseID, .abandoned, .released)
        #expect(try visit.campus.journal.stock().retained == 2)
    }

    @Test(
        "Blanks that read back otherwise may bear an identity: the case that ends names them (K8)")
    func namedBlanks() throws {
        let visit = try Visit {
            $0.faults = [PlannedFault(.weakMemory), PlannedFault(.weakMemory, ordinal: 2)]
        }
        try visit.consent()
        #expect(try visit.outcome() == .abandoned(.encodingFailed))
        try visit.expect(visit.caseID, .abandoned, .released)
        var bound: Set<CardUID> = []
        var named: Set<CardUID> = []
        try JournalReader(path: visit.campus.journalPath).forEachRow { row in
            if case .cardBound(_, let uid, _, _)? = row.entry { bound.insert(uid) }
            if case .fact(.abandoned(_, _, let spoiled))? = row.entry { named.formUnion(spoiled) }
        }
        #expect(bound.count == 2 && named == bound)
    }

    @Test(
        "A reader that is pulled in mid-write and plugged in again finishes the card",
        arguments: [10, 20, 40])
    func readerReplugged(exchange: Int) throws {
        let visit = try Visit { $0.faults = [PlannedFault(.readerUnplugged, ordinal: exchange)] }
        let campus = visit.campus
        try visit.consent()
        try visit.wait("the plug to be out") { _ in !campus.isPlugged(.reader) }
        campus.pass(.seconds(5))
        _ = try campus.machine.obey(.plug(.reader), now: campus.clock.monotonic())
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
    }

    @Test(
        "A reader that stays away ends the case: the blank goes to the bin, the fee goes back",
        arguments: [10, 40])
    func readerGone(exchange: Int) throws {
        let visit = try Visit { $0.faults = [PlannedFault(.readerUnplugged, ordinal: exchange)] }
        try visit.consent()
        #expect(try visit.outcome() == .abandoned(.deviceFault))
        try visit.expect(visit.caseID, .abandoned, .released)
        #expect(visit.campus.look().reasons.map(\.reason).contains(.readerGone))
    }

    @Test(
        "A card that leaves the field before or after any exchange is finished all the same",
        arguments: [MachineFaultKind.cardLeavesBeforeExchange, .cardLeavesAfterExchange],
        [5, 15, 25, 35, 42])
    func cardLeavesField(kind: MachineFaultKind, exchange: Int) throws {
        let visit = try Visit { $0.faults = [PlannedFault(kind, ordinal: exchange)] }
        try visit.consent()
        #expect(try visit.outcome() == .delivered)
        try visit.expect(visit.caseID, .delivered, .captured)
    }
}

extension Campus {
    func isPlugged(_ plug: Plug) -> Bool {
        machine.act(at: clock.monotonic()) { $0.machine.isOnBus(plug) }
    }
}
