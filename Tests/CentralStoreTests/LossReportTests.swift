import CampusCard
import CentralStore
import Testing

/// Goal: a report that waited in a kiosk stops the card of the student who made it, and nobody
/// else's (design §4). Method: the rule behind a seal that hides nothing; the real seal is tested
/// where both halves of it are.
@Suite("Loss reports that waited in a kiosk")
struct LossReportTests {
    private let id = CaseID(validated: "c-waiting")

    private func report(
        _ rig: StoreRig, _ password: CardPassword? = StoreRig.chosen,
        kiosk: KioskID = StoreRig.k1, age: Int64 = 0
    ) throws -> DeliverLossReportCall {
        let secret = LossReportSecret(
            studentNumber: StoreRig.mei, password: try #require(password))
        let label = LossReportLabel(
            kiosk: kiosk, caseID: id, sealedAtMilliseconds: rig.clock.wallMilliseconds() - age)
        return DeliverLossReportCall(report: OpenSeal.seal(secret, label))
    }

    private func isLost(_ rig: StoreRig) throws -> Bool {
        let business = try RigCase(rig, "c-look")
        return try rig.done(QuoteCall(session: business.session), business.id).alreadyReportedLost
    }

    @Test("A report that verifies stops the card, and brought again it says that it did before")
    func applied() throws {
        let rig = try StoreRig()
        let call = try report(rig)
        let answer = try rig.done(call, id)
        #expect(!answer.alreadyReported)
        #expect(try rig.done(call, id) == answer)
        #expect(try rig.done(call, id, attempt: 2).alreadyReported)
        #expect(try isLost(rig))
    }

    @Test("A report is good for a day, from a clock that is at most a minute ahead")
    func age() throws {
        let day = SealedLossReport.lifetimeMilliseconds
        let ahead = -SealedLossReport.clockToleranceMilliseconds
        for (age, refusal) in [
            (day, nil), (day + 1, Refusal.sessionExpired), (ahead, nil),
            (ahead - 1, Refusal.sessionExpired),
        ] as [(Int64, Refusal?)] {
            let rig = try StoreRig()
            #expect(try rig.refusal(try report(rig, age: age), id) == refusal)
            #expect(try isLost(rig) == (refusal == nil))
        }
    }

    @Test("A report that another kiosk brings, or under another case, cannot be read")
    func bound() throws {
        let rig = try StoreRig()
        #expect(try rig.refusal(try report(rig, kiosk: StoreRig.k2), id) == .malformed)
        #expect(try rig.refusal(try report(rig), CaseID(validated: "c-other")) == .malformed)
        #expect(try !isLost(rig))
    }

    @Test("A wrong password in a report counts as one at the kiosk: the fifth locks the number")
    func wrongPasswordCounts() throws {
        let rig = try StoreRig()
        let wrong = CardPassword(repeating: 0)
        for attempt in 1...4 {
            #expect(
                try rig.refusal(try report(rig, wrong), id, attempt: attempt) == .wrongCredentials)
        }
        #expect(try rig.refusal(try report(rig, wrong), id, attempt: 5) == .accountLocked)
        #expect(try rig.refusal(try report(rig), id, attempt: 6) == .accountLocked)
        rig.clock.advance(seconds: 900)
        #expect(try rig.refusal(try report(rig), id, attempt: 7) == nil)
    }
}

/// A seal that hides nothing, for the rule behind it.
struct OpenSeal: ReportOpener {
    let publicKey = SealingKey(validated: "open")

    static func seal(_ secret: LossReportSecret, _ label: LossReportLabel) -> SealedLossReport {
        SealedLossReport(
            caseID: label.caseID, sealedAtMilliseconds: label.sealedAtMilliseconds,
            encapsulatedKey: label.bytes.hex, ciphertext: secret.bytes.hex)
    }

    func open(_ report: SealedLossReport, from kiosk: KioskID) -> LossReportSecret? {
        guard report.encapsulatedKey == report.label(kiosk: kiosk).bytes.hex else { return nil }
        return [UInt8](hex: report.ciphertext).flatMap(LossReportSecret.init(bytes:))
    }
}
