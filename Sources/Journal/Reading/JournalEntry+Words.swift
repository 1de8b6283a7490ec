import CampusCard
import KioskCore
package import KioskPorts

extension JournalEntry {
    /// The row in a sentence.
    package var words: String {
        switch self {
        case .started(let software): "the kiosk started, software \(software)"
        case .caseBegun(_, let job): "case begun: \(job.rawValue)"
        case .callSent(_, let call, let attempt): "\(call.rawValue) sent to the store (\(attempt))"
        case .callEnded(_, let call, let attempt, let end):
            "\(call.rawValue) (\(attempt)) \(end.words)"
        case .movementIntended(let id, let kind, let card, _, let binCount):
            "movement \(id): about to \(kind.rawValue) \(card.map { "\($0)" } ?? "a card")"
                + (binCount.map { ", bin counter \($0)" } ?? "")
        case .movementEnded(let id, let outcome, let path, let binCount):
            "movement \(id): \(outcome.rawValue), path \(path.rawValue)"
                + (binCount.map { ", bin counter \($0)" } ?? "")
        case .cardIdentified(let card, let uid): "\(card) has UID \(uid)"
        case .cardBound(let card, let uid, _, let issue):
            "\(card), UID \(uid), was given issue number \(issue)"
        case .checkpoint(let card, _, let step): "\(card): about to \(step)"
        case .identityMayBeWritten(let card, _): "\(card): from here on it may bear an identity"
        case .custodyChanged(let card, let custody): "\(card) \(custody.words)"
        case .cardRecycled(let uid, let by): "UID \(uid) is a blank again, says \(by)"
        case .fact(let fact): "for the store: \(fact.words)"
        case .caseEnded(_, let ending): "case ended: \(ending)"
        case .slipPrinted(_, let slip, let printed):
            "\(slip.rawValue) \(printed ? "printed" : "not printed")"
        case .unitCounted(let unit, let found, let by):
            "\(unit.rawValue) counted by \(by): \(found)"
        case .reasonRaised(let reason): "out of service: \(reason.rawValue)"
        case .reasonCleared(let reason): "no longer: \(reason.rawValue)"
        case .recovered(_, let row): "recovery: \(row)"
        }
    }
}

extension CallEnd {
    fileprivate var words: String {
        switch self {
        case .done: "was done"
        case .refused(let refusal): "was refused: \(refusal.rawValue)"
        case .unanswered: "was not answered"
        }
    }
}

extension KioskFact {
    fileprivate var words: String {
        switch self {
        case .delivered(_, let uid, let evidence):
            "UID \(uid) was delivered, by \(evidence.rawValue)"
        case .voided(_, let uid): "\(uid.map { "UID \($0)" } ?? "the case") is void"
        case .abandoned(_, let reason, let spoiled):
            "abandoned, \(reason.rawValue)"
                + (spoiled.isEmpty ? "" : ", spoiled \(spoiled.map(\.description))")
        case .suspected(_, let uid): "nobody knows where UID \(uid) is"
        case .stock(let change): change.words
        case .noted: "the store's note of what it did"
        }
    }
}

extension StockChange {
    fileprivate var words: String {
        switch self {
        case .fed(let card): "\(card) left the hopper"
        case .retained(let card, _): "\(card) went into the bin"
        case .unaccounted(let card, _): "\(card) cannot be placed"
        case .counted(let unit, let found): "\(unit.rawValue) holds \(found)"
        case .difference(let unit, let booked, let witnessed):
            "\(unit.rawValue) booked \(booked), counted \(witnessed)"
        }
    }
}
