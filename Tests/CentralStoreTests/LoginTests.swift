import CampusCard
import CentralStore
import Testing

@Suite("Login, locks and the change of a default password")
struct LoginTests {
    private func login(
        _ rig: StoreRig, _ number: StudentNumber, _ password: CardPassword, _ attempt: Int,
        at kiosk: KioskID = StoreRig.k1, caseID: CaseID = CaseID(validated: "c-login")
    ) throws -> CallAnswer<LoginCall.Answer> {
        try rig.call(
            LoginCall(studentNumber: number, password: password), at: kiosk, caseID,
            attempt: attempt)
    }

    private let wrong = CardPassword(repeating: 0)

    @Test("A known number with a wrong password and an unknown number are refused alike")
    func alike() throws {
        let rig = try StoreRig()
        let known = try login(rig, StoreRig.mei, wrong, 1)
        let unknown = try login(rig, StudentNumber(validated: "nobody"), wrong, 2)
        #expect(known == .refused(Refused(.wrongCredentials)) && known == unknown)
    }

    @Test("Five wrong passwords lock the number for 15 minutes, known or not, at every kiosk")
    func accountLock() throws {
        for number in [StoreRig.mei, StudentNumber(validated: "nobody")] {
            let rig = try StoreRig()
            for attempt in 1...4 {
                #expect(
                    try login(rig, number, wrong, attempt) == .refused(Refused(.wrongCredentials)))
            }
            let locked = CallAnswer<LoginCall.Answer>.refused(
                Refused(.accountLocked, retryAfterSeconds: 900))
            #expect(try login(rig, number, wrong, 5) == locked)
            let right = try #require(StoreRig.chosen)
            #expect(try login(rig, number, right, 1, at: StoreRig.k2) == locked)
            rig.clock.advance(seconds: 899)
            #expect(
                try login(rig, number, right, 6)
                    == .refused(Refused(.accountLocked, retryAfterSeconds: 1)))
            rig.clock.advance(seconds: 1)
            switch try login(rig, number, right, 7) {
            case .done: #expect(number == StoreRig.mei)
            case .refused(let refused): #expect(refused == Refused(.wrongCredentials))
            }
        }
    }

    @Test("A right password ends the count of wrong ones")
    func countEnds() throws {
        let rig = try StoreRig()
        let right = try #require(StoreRig.chosen)
        for attempt in 1...20 {
            let answer = try login(rig, StoreRig.mei, attempt % 5 == 0 ? right : wrong, attempt)
            if attempt % 5 != 0 { #expect(answer == .refused(Refused(.wrongCredentials))) }
        }
    }

    @Test("Five different numbers that fail at one kiosk lock the kiosk, and only that one")
    func kioskLock() throws {
        let rig = try StoreRig()
        for attempt in 1...5 {
            let number = StudentNumber(validated: "guess-\(attempt)")
            let answer = try login(rig, number, wrong, attempt)
            #expect(answer != .refused(Refused(.wrongCredentials)) || attempt < 5)
        }
        let right = try #require(StoreRig.chosen)
        #expect(
            try login(rig, StoreRig.mei, right, 6)
                == .refused(Refused(.kioskLocked, retryAfterSeconds: 900)))
        let elsewhere = try login(rig, StoreRig.mei, right, 1, at: StoreRig.k2)
        guard case .done = elsewhere else {
            throw UnexpectedRefusal(refused: Refused(.kioskLocked))
        }
        rig.clock.advance(seconds: 900)
        guard case .done = try login(rig, StoreRig.mei, right, 7) else {
            throw UnexpectedRefusal(refused: Refused(.kioskLocked))
        }
    }

    @Test(
        "A default password logs in only to be changed, and not to another default or a simple one")
    func mustChange() throws {
        let rig = try StoreRig()
        let number = StudentNumber(validated: "2023010007")
        try rig.desk.register([
            StoreRig.student(7, number, password: nil, identityNumber: "110101200501012X4x")
        ])
        let standard = try #require(CardPassword("012040"))
        let caseID = CaseID(validated: "c-1")
        let answer = try rig.done(LoginCall(studentNumber: number, password: standard), caseID)
        #expect(answer.mustChangePassword)
        let session = answer.session
        #expect(try rig.refusal(QuoteCall(session: session), caseID) == .outOfOrder)
        #expect(try rig.refusal(ReportLossCall(session: session), caseID) == .outOfOrder)
        let weak = [standard.digits, "666666", "123456", "987654", "000000"]
        for (index, text) in weak.enumerated() {
            let password = try #require(CardPassword(text))
            let call = ChangePasswordCall(session: session, newPassword: password)
            #expect(try rig.refusal(call, caseID, attempt: index + 1) == .passwordTooWeak)
        }
        let fresh = try #require(CardPassword("519203"))
        _ = try rig.done(
            ChangePasswordCall(session: session, newPassword: fresh), caseID, attempt: 9)
        _ = try rig.done(QuoteCall(session: session), caseID, attempt: 2)
        let again = try rig.done(
            LoginCall(studentNumber: number, password: fresh), CaseID(validated: "c-2"))
        #expect(!again.mustChangePassword)
        #expect(
            try rig.refusal(
                LoginCall(studentNumber: number, password: standard), CaseID(validated: "c-3"))
                == .wrongCredentials)
    }

    @Test("A session ends after its time, serves one kiosk, and dies with a changed password")
    func session() throws {
        let rig = try StoreRig()
        let first = try RigCase(rig, "c-1")
        let second = try RigCase(rig, "c-2")
        #expect(
            try rig.refusal(QuoteCall(session: first.session), at: StoreRig.k2, first.id)
                == .sessionExpired)
        let password = try #require(CardPassword("730184"))
        _ = try rig.done(
            ChangePasswordCall(session: first.session, newPassword: password), first.id)
        #expect(try rig.refusal(QuoteCall(session: second.session), second.id) == .sessionExpired)
        rig.clock.advance(seconds: 600)
        #expect(try rig.refusal(QuoteCall(session: first.session), first.id) == .sessionExpired)
    }

    @Test("Neither password nor token nor card key lies in the database as it is")
    func atRest() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let plan = try business.bind(try business.open().fence, 100)
        let secrets = [
            business.session.text, plan.keys.piccMasterKey, plan.keys.applicationKeys[2], "190283",
        ]
        let rows = try rig.allText()
        #expect(rows.count > 100)
        for secret in secrets { #expect(!rows.contains { $0.contains(secret) }) }
    }
}
