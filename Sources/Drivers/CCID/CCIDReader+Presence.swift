internal import DeviceProtocols
package import KioskPorts

/// Cards that come and go.
extension CCIDReader {
    /// Waits until cards came or went, in whatever slots. The first call after the reader was opened tells of all slots; a
    /// change counts once it has stood for `CCIDLimits.settling`.
    ///
    /// Other calls go on meanwhile. A reader without an interrupt endpoint is asked in intervals.
    /// - Parameter wait: positive.
    /// - Returns: nothing when nothing changed in time.
    package func presenceChanges(
        within wait: Duration
    ) async throws(CardChannelFault) -> [SlotPresence] {
        let end = clock.monotonic() + wait
        while true {
            let (function, connection) = try await watched()
            let found = watch?.settled(now: clock.monotonic()) ?? []
            if !found.isEmpty { return found }
            let left = end - clock.monotonic()
            guard left > .zero else { return [] }
            let settling = (watch?.nextSettling).map { $0 - clock.monotonic() } ?? left
            let pause = max(.milliseconds(1), min(left, settling, CCIDLimits.noticeWait))
            guard let endpoint = function.interruptIn else {
                // A cancelled wait only asks again sooner.
                try? await clock.sleep(for: min(pause, CCIDLimits.presenceInterval))
                try await askAllSlots(function.slotCount)
                continue
            }
            let heard = await connection.transfer(
                .interruptIn(endpoint, capacity: CCIDLimits.readCapacity), timeout: pause)
            if heard.end == .cancelled { return [] }
            try take(heard)
        }
    }

    /// The opened reader, of whose slots at least the first state is known.
    private func watched() async throws(CardChannelFault) -> (CCIDFunction, any USBConnection) {
        var opened: (CCIDFunction, any USBConnection)?
        _ = try await take("watching for cards", slot: nil, mayRepeat: true) {
            dialogue throws(CCIDFault) in
            opened = (dialogue.function, dialogue.connection)
            return []
        }
        guard let opened else { preconditionFailure("what was taken was opened") }
        if watch?.isNew ?? true {
            watch = SlotWatch(slots: opened.0.slotCount)
            try await askAllSlots(opened.0.slotCount)
        }
        return opened
    }

    private func askAllSlots(_ count: Int) async throws(CardChannelFault) {
        // Of one moment: what has not changed is told at once.
        let now = clock.monotonic()
        for slot in 0..<count {
            var isPresent = false
            _ = try await take("asking for a card", slot: UInt8(slot), mayRepeat: true) {
                dialogue throws(CCIDFault) in
                do throws(CCIDFault) {
                    isPresent = try await dialogue.run(.getSlotStatus).card != .absent
                } catch {
                    // Some readers fail the question where there is no card.
                    guard case .refused(_, .absent) = error else { throw error }
                }
                return []
            }
            watch?.hear(slot: slot, isPresent: isPresent, now: now)
        }
    }

    /// What the interrupt endpoint said.
    private func take(_ heard: USBTransferResult) throws(CardChannelFault) {
        switch heard.end {
        case .completed: break
        case .timedOut, .cancelled: return
        case .stalled, .overflowed, .deviceGone, .failed:
            let fault = CCIDDialogue.fault(heard.end, "reading a notice")
            if let met = fault.trouble { troubles.count(met) }
            throw CardChannelFault(fault.kind, detail: "watching for cards: \(fault)")
        }
        switch CCIDNotification(heard.bytes) {
        // Of the maker's own.
        case nil: return
        case .slotChange(let changes):
            let now = clock.monotonic()
            for (slot, change) in changes.enumerated() where change.hasChanged {
                watch?.hear(slot: slot, isPresent: change.isPresent, now: now)
            }
        case .hardwareError(let slot, _, let code):
            troubles.count(.readerRefused)
            throw CardChannelFault(
                .readerFault,
                detail: "watching for cards: hardware error \(code) in slot \(slot)")
        }
    }
}
