import CampusCard
import CentralStore
import Testing

/// Two committed cases at one kiosk, and everything by which something is learned of their cards.
struct EvidenceScene {
    let rig: StoreRig
    let mei: RigCase
    let bo: RigCase
    private var next: Int64 = 1

    init() throws {
        rig = try StoreRig()
        mei = try RigCase(rig, "c-1")
        bo = try RigCase(rig, "c-2", StoreRig.bo)
        _ = try mei.committed(blank: 100)
        _ = try bo.committed(blank: 101)
    }

    func uid(_ business: RigCase) -> CardUID { StoreRig.uid(business.id == mei.id ? 100 : 101) }

    func card(_ business: RigCase) -> CardRef {
        CardRef(fedBy: MovementID(business.id == mei.id ? 1 : 2))
    }

    mutating func push(_ facts: [KioskFact]) throws {
        next = try rig.push(facts, from: next).nextEvent.value
    }

    mutating func count(bin found: Int) throws {
        try push([.stock(.counted(unit: .bin, found: found))])
    }

    /// The kiosk cannot tell where the card is.
    mutating func suspect(_ business: RigCase) throws {
        try push([
            .suspected(caseID: business.id, uid: uid(business)),
            .stock(.unaccounted(card: card(business), uid: uid(business))),
        ])
    }

    func use(_ business: RigCase, at terminal: String = "CANTEEN-3") throws -> StoreWord {
        try rig.desk.cardUsed(uid(business), at: TerminalID(validated: terminal))
    }

    func find(_ business: RigCase) throws -> (caseID: CaseID, standing: CaseStanding)? {
        try rig.desk.cardFound(uid(business), by: "Zhao", where: "bin of K-01")
    }

    func suspects(all: Bool = false) throws -> [SuspectView] {
        try rig.desk.suspects(resolvedToo: all)
    }

    mutating func tell(_ witness: ContradictionTests.Witness) throws {
        switch witness {
        case .use: _ = try use(mei)
        case .find: _ = try find(mei)
        case .seenTaken:
            try push([.delivered(caseID: mei.id, uid: uid(mei), evidence: .takenSeenLive)])
        case .seenRetained: try push([.stock(.retained(card: card(mei), uid: uid(mei)))])
        case .personTaken:
            try rig.desk.settleAsDelivered(mei.id, who: "Zhao", why: "saw the card")
        case .personNone: try rig.desk.release(mei.id, who: "Zhao", why: "never had it")
        }
    }

    func expect(
        _ business: RigCase, _ stage: CaseStage, _ money: MoneyEnd, evidence: String? = nil,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        #expect(
            try business.standing() == CaseStanding(stage: stage, money: money, fee: StoreRig.fee),
            sourceLocation: place)
        let view = try rig.desk.showCase(business.id)
        #expect(view?.evidence == evidence, sourceLocation: place)
    }

    /// Whether a terminal may take the card.
    func isUsable(_ business: RigCase) throws -> Bool {
        try rig.number(
            "SELECT COUNT(*) FROM card WHERE uid = '\(uid(business))' AND lost = 0"
                + " AND life IN ('inDelivery', 'active')") == 1
    }
}
