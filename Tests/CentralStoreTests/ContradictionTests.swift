import CampusCard
import Testing

@testable import CentralStore

/// Goal: evidence against the end of a case moves no money and goes to a person. Method: every two witnesses, one after the
/// other, and the stages at which a card should be in nobody's hands.
@Suite("Evidence that contradicts")
struct ContradictionTests {
    /// Every kind of evidence by which a case can end or be contradicted.
    enum Witness: String, CaseIterable {
        case use, find, seenTaken, seenRetained, personTaken, personNone

        var isTaken: Bool {
            switch self {
            case .use, .seenTaken, .personTaken: true
            case .find, .seenRetained, .personNone: false
            }
        }
    }

    @Test(
        "The second of two pieces of evidence never moves money; against the first it goes to a person",
        arguments: Witness.allCases, Witness.allCases)
    func contradiction(first: Witness, second: Witness) throws {
        var scene = try EvidenceScene()
        try scene.suspect(scene.mei)
        try scene.tell(first)
        let (stage, money): (CaseStage, MoneyEnd) =
            first.isTaken ? (.delivered, .captured) : (.voided, .released)
        #expect(try scene.mei.standing().stage == stage)
        if second == .personTaken || second == .personNone {
            // The case has ended: a person cannot end it again.
            #expect(throws: StoreFailure.self) { try scene.tell(second) }
        } else {
            try scene.tell(second)
        }
        #expect(try scene.mei.standing().stage == stage)
        #expect(try scene.mei.standing().money == money)
        #expect(try scene.rig.number("SELECT COUNT(*) FROM transfer WHERE leg = 'end'") == 1)
        let isPerson = second == .personTaken || second == .personNone
        let open = try scene.suspects()
        if first.isTaken == second.isTaken || isPerson {
            #expect(open.isEmpty, "\(open)")
        } else {
            #expect(open.map(\.kind) == [second.isTaken ? "lateDelivery" : "contradiction"])
            #expect(open.first?.waitsFor.hasPrefix("the service desk") == true)
            #expect(open.first.map { $0.evidence.count >= 2 } == true)
            let ranks = open.first?.evidence.map(\.kind.rank) ?? []
            #expect(ranks == ranks.sorted())
        }
        if second == .find || second == .seenRetained {
            // A card that lies inside a machine opens no door.
            #expect(try !scene.isUsable(scene.mei))
        }
    }

    @Test(
        "A card that is used after the release of its hold is refused, and the desk hears of it once"
    )
    func lateUse() throws {
        let scene = try EvidenceScene()
        _ = try scene.mei.void(nil)
        #expect(try scene.use(scene.mei) == .cancelled)
        #expect(try scene.use(scene.mei) == .cancelled)
        let open = try scene.suspects()
        #expect(open.map(\.kind) == ["lateDelivery"])
        #expect(open.first?.evidence.map(\.kind) == [.authenticatedUse])
        try scene.rig.desk.closeSuspect(scene.mei.id, who: "Zhao", why: "brought back")
        #expect(try scene.suspects().isEmpty)
        try scene.expect(scene.mei, .voided, .released)
    }

    @Test("A blank that its case gave up and that is used is a contradiction of that case")
    func spoiledBlankUsed() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        _ = try business.bind(fence, 100)
        let plan = try business.bind(fence, 101, attempt: 2)
        _ = try business.commit(fence, plan)
        let terminal = TerminalID(validated: "CANTEEN-3")
        #expect(try rig.desk.cardUsed(StoreRig.uid(100), at: terminal) == .cancelled)
        #expect(try rig.desk.suspects(resolvedToo: false).map(\.kind) == ["contradiction"])
        #expect(try business.standing().stage == .committed)
    }

    @Test(
        "A card before its commit that is used contradicts its case; one in the bin is its kiosk's affair"
    )
    func beforeCommit() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        _ = try business.bind(try business.open().fence, 100)
        let found = try rig.desk.cardFound(StoreRig.uid(100), by: "Zhao", where: "bin of K-01")
        #expect(found?.standing.stage == .bound)
        #expect(try rig.desk.suspects(resolvedToo: false).isEmpty)
        let terminal = TerminalID(validated: "CANTEEN-3")
        #expect(try rig.desk.cardUsed(StoreRig.uid(100), at: terminal) == .cancelled)
        #expect(try rig.desk.suspects(resolvedToo: false).map(\.kind) == ["contradiction"])
    }

    @Test("A kiosk that says it retained another kiosk's card moves nothing; a person looks")
    func otherKiosk() throws {
        var scene = try EvidenceScene()
        let fact = KioskFact.stock(
            .retained(card: CardRef(fedBy: MovementID(9)), uid: scene.uid(scene.mei)))
        _ = try scene.rig.push([fact], from: 1, at: StoreRig.k2)
        try scene.expect(scene.mei, .committed, .held)
        #expect(try scene.suspects().map(\.kind) == ["contradiction"])
        try scene.suspect(scene.mei)
        #expect(try scene.suspects().count == 2)
    }
}
