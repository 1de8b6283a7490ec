import CampusCard

extension MemoryTables {
    func isInService(_ kiosk: KioskID) throws -> Bool? { rows.kiosks[kiosk]?.inService }

    func setKiosk(_ kiosk: KioskID, inService: Bool, why: String?) throws {
        let old = rows.kiosks[kiosk]
        rows.kiosks[kiosk, default: KioskRow(inService: inService)].inService = inService
        rows.kiosks[kiosk]?.why = why
        onUndo { $0.kiosks[kiosk] = old }
    }

    func heard(_ kiosk: KioskID, _ call: RegisterCall, at wall: Int64) throws {
        try change(kiosk) { $0.heard = KioskRow.Heard(call: call, at: wall) }
    }

    func lastReport(of kiosk: KioskID) throws -> LastReport? {
        rows.kiosks[kiosk]?.heard.map { LastReport(journal: $0.call.epoch, wall: $0.at) }
    }

    func lockEnd(of kiosk: KioskID) throws -> Int64 {
        guard let row = rows.kiosks[kiosk] else {
            throw StoreFailure("a query for a number returned no row")
        }
        return row.lockedUntil
    }

    func lock(_ kiosk: KioskID, until tick: Int64) throws {
        try change(kiosk) { $0.lockedUntil = tick }
    }

    private func change(_ kiosk: KioskID, _ body: (inout KioskRow) -> Void) throws {
        guard let old = rows.kiosks[kiosk] else { return }
        var new = old
        body(&new)
        rows.kiosks[kiosk] = new
        onUndo { $0.kiosks[kiosk] = old }
    }

    func nextEvent(of kiosk: KioskID, _ epoch: JournalEpoch) throws -> EventSequence {
        let taken = rows.events[EventStream(kiosk: kiosk, epoch: epoch)]?.count ?? 0
        return EventSequence(Int64(taken) + 1)
    }

    func take(
        _ event: KioskEvent, of kiosk: KioskID, _ epoch: JournalEpoch, quarantined: String?,
        at wall: Int64
    ) throws {
        let stream = EventStream(kiosk: kiosk, epoch: epoch)
        try guardSequence(event.sequence, rows.events[stream]?.count ?? 0)
        rows.events[stream, default: []].append(
            TakenEvent(event: event, quarantined: quarantined, at: wall))
        onUndo { $0.events[stream]?.removeLast() }
    }

    func hasTaken(_ event: KioskEvent, of kiosk: KioskID, _ epoch: JournalEpoch) throws -> Bool {
        let taken = rows.events[EventStream(kiosk: kiosk, epoch: epoch)] ?? []
        let index = Int(event.sequence.value) - 1
        return taken.indices.contains(index) && taken[index].event == event
    }

    func quarantined(in stream: EventStream, from first: EventSequence) throws -> [KioskEvent] {
        (rows.events[stream] ?? []).filter {
            $0.quarantined != nil && $0.event.sequence >= first
        }.map(\.event)
    }
}
