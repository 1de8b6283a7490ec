import CampusCard
import CentralStore
import Testing

@Suite("A kiosk's report after boot")
struct RegisterTests {
    private func heard(_ rig: StoreRig) throws -> String? {
        try rig.text(
            """
            SELECT boot_id || ' ' || epoch || ' ' || software || ' ' || last_heard FROM kiosk
            WHERE kiosk = 'K-01'
            """)
    }

    @Test(
        "A registered kiosk is told the time, its service, the list, its next event and the store's life"
    )
    func told() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        _ = try rig.done(ReportLossCall(session: business.session), business.id)
        _ = try rig.push([.stock(.counted(unit: .bin, found: 0))], from: 1)
        rig.clock.advance(seconds: 5)
        let answer = try rig.done(RegisterCall.rig(wanted: 2), nil)
        #expect(answer.storeTimeMilliseconds == rig.clock.wallMilliseconds())
        #expect(answer.inService && !answer.replaying)
        #expect(answer.listVersion == ListVersion(1))
        #expect(answer.nextEvent == EventSequence(2))
        #expect(answer.sealingKey != nil)
        let now = rig.clock.wallMilliseconds()
        #expect(try heard(rig) == "b e1 1 \(now)")
    }

    @Test("It may be repeated: only when it was heard last changes, and no case ends by it")
    func repeated() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        _ = try business.open()
        let first = try rig.done(RegisterCall.rig(), nil)
        rig.clock.advance(seconds: 60)
        let second = try rig.done(RegisterCall.rig(), nil)
        #expect(second.storeEpoch == first.storeEpoch && second.nextEvent == first.nextEvent)
        let now = rig.clock.wallMilliseconds()
        #expect(try heard(rig) == "b e1 1 \(now)")
        #expect(try business.standing().stage == .opened)
    }

    @Test("A kiosk out of service hears it, leads its case to the end, and begins no other")
    func outOfService() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        let other = try RigCase(rig, "c-2", StoreRig.bo)
        try rig.desk.setKiosk(StoreRig.k1, inService: false, why: "motor is changed")
        #expect(try !rig.done(RegisterCall.rig(), nil).inService)
        let quote = QuoteCall(session: other.session)
        #expect(try rig.refusal(quote, other.id) == .kioskNotInService)
        // A loss is taken all the same.
        _ = try rig.done(ReportLossCall(session: other.session), other.id)
        let plan = try business.bind(fence, 100)
        #expect(try business.commit(fence, plan).stage == .committed)
    }

    @Test("A kiosk that nobody registered gets nothing, whatever it asks")
    func unknown() throws {
        let rig = try StoreRig()
        let stranger = KioskID(validated: "K-09")
        #expect(try rig.refusal(RegisterCall.rig(), at: stranger, nil) == .kioskNotInService)
        let login = LoginCall(
            studentNumber: StoreRig.mei, password: try #require(StoreRig.chosen))
        let caseID = CaseID(validated: "c-1")
        #expect(try rig.refusal(login, at: stranger, caseID) == .kioskNotInService)
        #expect(try rig.number("SELECT COUNT(*) FROM session") == 0)
    }
}
