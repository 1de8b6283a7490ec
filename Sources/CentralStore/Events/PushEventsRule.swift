import CampusCard

/// Takes a kiosk's events in order, each once. One that cannot be applied is kept aside, visible,
/// and later ones flow.
enum PushEventsRule {
    static func answer(
        _ call: PushEventsCall, kiosk: KioskID, _ transaction: StoreTransaction
    ) throws -> CallAnswer<PushEventsCall.Answer> {
        guard call.events.count <= PushEventsCall.eventLimit,
            call.events.allSatisfy({ (1..<Int64.max).contains($0.sequence.value) })
        else { throw Rejection(.malformed) }
        var quarantined: [EventSequence] = []
        let life = try StoreLife.current(transaction)
        try KioskReplay.requireBegun(kiosk, in: life, transaction)
        let replay = try KioskReplay.find(kiosk, call.epoch, life, transaction)
        for event in call.events {
            let next = try EventCursor.next(kiosk, call.epoch, transaction)
            if event.sequence > next {
                transaction.count(.eventTooEarly)
                break
            }
            if event.sequence < next { transaction.count(.eventRepeated) }
            let isKept =
                event.sequence == next
                ? try take(event, kiosk: kiosk, epoch: call.epoch, replay, transaction)
                : try EventCursor.isSame(event, kiosk: kiosk, epoch: call.epoch, transaction)
            if !isKept { quarantined.append(event.sequence) }
        }
        try replay?.review(transaction)
        try KeptOutCases.tryAgain(in: life, transaction)
        return .done(
            PushEventsCall.Answer(
                nextEvent: try EventCursor.next(kiosk, call.epoch, transaction),
                quarantined: quarantined))
    }

    /// Returns false when the event went into quarantine.
    private static func take(
        _ event: KioskEvent, kiosk: KioskID, epoch: JournalEpoch, _ replay: KioskReplay?,
        _ transaction: StoreTransaction
    ) throws -> Bool {
        var refused: Refused?
        let applied = try transaction.attempt {
            try EventEffect.apply(
                event.fact, EventStream(kiosk: kiosk, epoch: epoch), replayed: replay != nil,
                transaction)
        }
        if case .refused(let reason) = applied { refused = reason }
        if let refused {
            transaction.count(.eventQuarantined)
            try EventEffect.explain(event.fact, refused, kiosk: kiosk, transaction)
            if let replay, event.sequence < replay.target {
                try ReplayConflict.list(event, of: replay, why: refused.reason, transaction)
            }
        }
        try EventCursor.take(
            event, kiosk: kiosk, epoch: epoch, quarantined: refused?.reason.rawValue, transaction)
        return refused == nil
    }
}
