import CampusCard
import CentralStore
import Foundation
import Testing

@Suite("Requests that are cut or corrupted")
struct BadInputTests {
    /// What a corrupted request may lead to.
    private enum Outcome: String {
        case malformed, refused, answeredSame, answeredOther
    }

    /// A good request of each kind, and what must be in the store before it.
    private static func requests(
        _ rig: StoreRig
    ) throws -> [(StoreCallName, [UInt8])] {
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        let plan = try business.bind(fence, 100)
        let id = business.id
        let chosen = try #require(StoreRig.chosen)
        let quote = try business.quote(attempt: 7).quote
        let epoch = JournalEpoch(validated: "e1")
        let facts: [KioskFact] = [
            .suspected(caseID: id, uid: plan.uid),
            .abandoned(caseID: id, reason: .walkedAway, spoiled: [plan.uid]),
            .stock(.difference(unit: .hopper, booked: 3, witnessed: 2)),
            .noted(caseID: id, note: try #require(plan.note)),
        ]
        let events = facts.enumerated().map { index, fact in
            KioskEvent(sequence: EventSequence(Int64(index + 1)), atMilliseconds: 1, fact: fact)
        }
        let kiosk = StoreRig.k1
        func bytes<Body: StoreCall>(
            _ body: Body, _ caseID: CaseID?
        ) throws -> (StoreCallName, [UInt8]) {
            let request = CallRequest(kiosk: kiosk, caseID: caseID, attempt: 9, body: body)
            return (Body.name, try StoreRig.encode(request))
        }
        let waiting = OpenSeal.seal(
            LossReportSecret(studentNumber: StoreRig.bo, password: chosen),
            LossReportLabel(
                kiosk: kiosk, caseID: id, sealedAtMilliseconds: rig.clock.wallMilliseconds()))
        return [
            try bytes(
                RegisterCall.rig(
                    knowing: StoreEpoch(validated: "life-1"), wanted: 2, written: 3), nil),
            try bytes(LoginCall(studentNumber: StoreRig.bo, password: chosen), id),
            try bytes(
                ChangePasswordCall(session: business.session, newPassword: chosen), id),
            try bytes(QuoteCall(session: business.session), id),
            try bytes(OpenCall(session: business.session, quote: quote), id),
            try bytes(BindCall(fence: fence, uid: plan.uid), id),
            try bytes(AbandonCall(reason: .walkedAway, spoiled: [plan.uid]), id),
            try bytes(CommitCall(fence: fence, uid: plan.uid, issueNumber: plan.issueNumber), id),
            try bytes(VoidCall(uid: plan.uid), id), try bytes(GetCall(), id),
            try bytes(ReportLossCall(session: business.session), id),
            try bytes(DeliverLossReportCall(report: waiting), id),
            try bytes(PushEventsCall(epoch: epoch, events: events), nil),
        ]
    }

    @Test("Every prefix of every request is malformed and changes nothing")
    func prefixes() throws {
        let rig = try StoreRig()
        let requests = try Self.requests(rig)
        #expect(Set(requests.map(\.0)) == Set(StoreCallName.allCases))
        let before = try rig.fingerprint()
        for (name, bytes) in requests {
            for length in 0..<bytes.count {
                let answer = try rig.service.handle(
                    kiosk: StoreRig.k1, callName: name.rawValue, bytes: Array(bytes.prefix(length)))
                #expect(answer == StoreService.malformed, "\(name) cut to \(length)")
            }
        }
        #expect(try rig.fingerprint() == before)
    }

    /// TLS refuses a changed byte before it comes here; this shows what a broken sender could do.
    @Test("A changed byte is malformed or another legal request; the books balance, nothing traps")
    func corruptions() throws {
        var counts: [Outcome: Int] = [:]
        for call in StoreCallName.allCases {
            let rig = try StoreRig()
            guard let (_, bytes) = try Self.requests(rig).first(where: { $0.0 == call }) else {
                Issue.record("no request for \(call)")
                continue
            }
            for index in bytes.indices {
                for mask in [0x01, 0x20] as [UInt8] {
                    var changed = bytes
                    changed[index] ^= mask
                    counts[try outcome(rig, call, changed), default: 0] += 1
                }
            }
            #expect(try rig.desk.ledger(newest: 1).differences.isEmpty, "\(call)")
        }
        let total = counts.values.reduce(0, +)
        for (outcome, count) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            print("corrupted requests: \(outcome.rawValue) \(count) of \(total)")
        }
        #expect(counts[.malformed, default: 0] > total / 2)
    }

    private func outcome(
        _ rig: StoreRig, _ call: StoreCallName, _ bytes: [UInt8]
    ) throws -> Outcome {
        let before = try rig.fingerprint()
        let answer = try rig.service.handle(
            kiosk: StoreRig.k1, callName: call.rawValue, bytes: bytes)
        let changed = try rig.fingerprint() != before
        if answer == StoreService.malformed {
            #expect(!changed, "malformed, yet the store changed")
            return .malformed
        }
        let text = String(decoding: answer, as: UTF8.self)
        if text.contains(#""outcome":"refused""#) { return .refused }
        return changed ? .answeredOther : .answeredSame
    }

    @Test(
        "What is not a call, not this kiosk, or too long is malformed",
        arguments: [
            ("nonsense", #"{"attempt":1,"body":{},"caseID":"c","kiosk":"K-01"}"#),
            ("get", #"{"attempt":1,"body":{},"caseID":"c","kiosk":"K-02"}"#),
            ("get", #"{"attempt":0,"body":{},"caseID":"c","kiosk":"K-01"}"#),
            ("get", #"{"attempt":1,"body":{},"caseID":"c/d","kiosk":"K-01"}"#),
            ("get", #"{"attempt":1,"body":{},"caseID":"c","extra":1,"kiosk":"K-01"}"#),
            ("get", #"{"attempt":1, "body":{},"caseID":"c","kiosk":"K-01"}"#),
            ("get", #"{"attempt":1e0,"body":{},"caseID":"c","kiosk":"K-01"}"#),
            ("register", #"{"attempt":1,"body":{},"kiosk":"K-01"}"#),
            ("get", String(repeating: " ", count: 70_000)),
        ])
    func malformed(name: String, text: String) throws {
        let rig = try StoreRig()
        let answer = try rig.service.handle(
            kiosk: StoreRig.k1, callName: name, bytes: [UInt8](text.utf8))
        #expect(answer == StoreService.malformed)
    }
}
