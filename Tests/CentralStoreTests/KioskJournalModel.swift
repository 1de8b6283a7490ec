import CampusCard
import Testing

/// What one kiosk keeps while it talks to a store: its events, what it was told, and the store's
/// life. It does what the kiosk's runtime does, and nothing more.
final class KioskJournalModel {
    let kiosk: KioskID
    private(set) var facts: [KioskFact] = []
    private(set) var nextWanted: Int64 = 1
    private var life: StoreEpoch?

    init(_ kiosk: KioskID = StoreRig.k1) { self.kiosk = kiosk }

    func write(_ fact: KioskFact) { facts.append(fact) }

    /// Becomes the same journal as another.
    func take(from other: KioskJournalModel) {
        (facts, nextWanted, life) = (other.facts, other.nextWanted, other.life)
    }

    /// Makes a call and keeps the store's note of it.
    func call<Body: StoreCall>(
        _ body: Body, _ caseID: CaseID, on rig: StoreRig, attempt: Int = 1
    ) throws -> Body.Answer {
        let answer = try rig.done(body, at: kiosk, caseID, attempt: attempt)
        if let note = Body.note(of: answer) { write(.noted(caseID: caseID, note: note)) }
        return answer
    }

    /// The report of this kiosk; a new life of the store takes the cursor back.
    @discardableResult
    func register(on rig: StoreRig) throws -> RegisterCall.Answer {
        let call = RegisterCall.rig(
            knowing: life, wanted: nextWanted, written: Int64(facts.count) + 1)
        let answer = try rig.done(call, at: kiosk, nil)
        if answer.storeEpoch != life {
            life = answer.storeEpoch
            nextWanted = min(nextWanted, answer.nextEvent.value)
        }
        return answer
    }

    /// Sends everything that the store wants.
    func push(on rig: StoreRig) throws {
        while nextWanted <= facts.count {
            let start = Int(nextWanted) - 1
            let end = min(facts.count, start + PushEventsCall.eventLimit)
            let answer = try rig.push(Array(facts[start..<end]), from: nextWanted, at: kiosk)
            #expect(answer.nextEvent.value > nextWanted)
            nextWanted = answer.nextEvent.value
        }
    }

    /// Reports and sends, as after a restore.
    func replay(on rig: StoreRig) throws {
        try register(on: rig)
        try push(on: rig)
    }
}
