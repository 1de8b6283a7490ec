import CampusCard
import CentralStore
import Testing

/// Refusals of what a kiosk and a student ask for before a case opens.
extension RefusalRow {
    static let kioskRows: [RefusalRow] = [
        RefusalRow(.register, .kioskNotInService) { rig in
            try rig.refusal(RegisterCall.rig(), at: stranger, nil)
        },
        RefusalRow(.register, .malformed) { rig in
            let call = RegisterCall.rig(software: String(repeating: "1", count: 65))
            return try rig.refusal(call, nil)
        },
        RefusalRow(.register, .malformed) { rig in
            try rig.refusal(RegisterCall.rig(wanted: 3, written: 2), nil)
        },
        RefusalRow(.pushEvents, .kioskNotInService) { rig in
            try rig.refusal(PushEventsCall(epoch: epoch, events: []), at: stranger, nil)
        },
        RefusalRow(.pushEvents, .malformed) { rig in
            let event = KioskEvent(
                sequence: EventSequence(0), atMilliseconds: 0,
                fact: .stock(.counted(unit: .bin, found: 1)))
            return try rig.refusal(PushEventsCall(epoch: epoch, events: [event]), nil)
        },
        RefusalRow(.pushEvents, .storeReplaying) { rig in
            try rig.desk.beginLife(why: "restored by a test")
            return try rig.refusal(PushEventsCall(epoch: epoch, events: []), nil)
        },
    ]

    static let loginRows: [RefusalRow] = [
        RefusalRow(.login, .malformed) { rig in
            let call = LoginCall(studentNumber: StoreRig.mei, password: StoreRig.password)
            return try rig.refusal(call, nil)
        },
        RefusalRow(.login, .wrongCredentials) { rig in
            let call = LoginCall(studentNumber: StoreRig.mei, password: StoreRig.password)
            return try rig.refusal(call, other)
        },
        RefusalRow(.login, .conflict) { rig in
            let chosen = try #require(StoreRig.chosen)
            let call = LoginCall(studentNumber: StoreRig.bo, password: chosen)
            return try rig.refusal(call, try RigCase(rig, "c-1").id)
        },
        RefusalRow(.changePassword, .sessionExpired) { rig in
            let call = ChangePasswordCall(session: noSession, newPassword: StoreRig.password)
            return try rig.refusal(call, other)
        },
        RefusalRow(.changePassword, .passwordTooWeak) { rig in
            let business = try RigCase(rig, "c-1")
            let call = ChangePasswordCall(
                session: business.session, newPassword: StoreRig.password)
            return try rig.refusal(call, business.id)
        },
        RefusalRow(.deliverLossReport, .malformed) { rig in
            let report = SealedLossReport(
                caseID: other, sealedAtMilliseconds: 0, encapsulatedKey: "00", ciphertext: "0")
            return try rig.refusal(DeliverLossReportCall(report: report), other)
        },
        RefusalRow(.deliverLossReport, .noCard) { rig in
            _ = try Self.newcomer(rig, hasCard: false)
            let secret = LossReportSecret(
                studentNumber: newNumber,
                password: try #require(StoreRig.chosen))
            let label = LossReportLabel(
                kiosk: StoreRig.k1, caseID: other,
                sealedAtMilliseconds: rig.clock.wallMilliseconds())
            return try rig.refusal(
                DeliverLossReportCall(report: OpenSeal.seal(secret, label)), other)
        },
        RefusalRow(.reportLoss, .sessionExpired) { rig in
            try rig.refusal(ReportLossCall(session: noSession), other)
        },
        RefusalRow(.reportLoss, .noCard) { rig in
            let business = try Self.newcomer(rig, hasCard: false)
            return try rig.refusal(ReportLossCall(session: business.session), business.id)
        },
    ]

    static let quoteRows: [RefusalRow] = [
        RefusalRow(.quote, .sessionExpired) { rig in
            try rig.refusal(QuoteCall(session: noSession), other)
        },
        RefusalRow(.quote, .kioskNotInService) { rig in
            let business = try RigCase(rig, "c-1")
            try rig.desk.setKiosk(StoreRig.k1, inService: false, why: "paper")
            return try rig.refusal(QuoteCall(session: business.session), business.id)
        },
        RefusalRow(.quote, .notEnrolled) { rig in
            try Self.quoteRefusal(rig, try Self.newcomer(rig, standing: .left))
        },
        RefusalRow(.quote, .frozen) { rig in
            try rig.desk.setFrozen(StoreRig.mei, true)
            return try Self.quoteRefusal(rig, try RigCase(rig, "c-1"))
        },
        RefusalRow(.quote, .noCard) { rig in
            try Self.quoteRefusal(rig, try Self.newcomer(rig, hasCard: false))
        },
        RefusalRow(.quote, .insufficientFunds) { rig in
            let business = try RigCase(rig, "c-1", StoreRig.poor)
            let answer = try rig.call(QuoteCall(session: business.session), business.id)
            let refused = Refused(
                .insufficientFunds, fee: StoreRig.fee, spendable: Money(fen: 1_999))
            #expect(answer == .refused(refused))
            return refused.reason
        },
        RefusalRow(.quote, .cardWaiting) { rig in
            _ = try RigCase(rig, "c-1").committed(blank: 100)
            let business = try RigCase(rig, "c-2", at: StoreRig.k2)
            let answer = try rig.call(
                QuoteCall(session: business.session), at: StoreRig.k2, business.id)
            #expect(answer == .refused(Refused(.cardWaiting, kiosk: StoreRig.k1)))
            return .cardWaiting
        },
        RefusalRow(.quote, .replacementLimit) { rig in
            let recent = rig.clock.wallMilliseconds() - 86_400_000
            return try Self.quoteRefusal(rig, try Self.newcomer(rig, earlier: [recent, recent]))
        },
    ]
}
