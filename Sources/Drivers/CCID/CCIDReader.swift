internal import DeviceProtocols
package import KioskPorts

/// A card through any CCID reader (CCID 1.1), at whatever level it exchanges, in any of its slots.
///
/// The reader is opened when it is first needed, and again after it was pulled. An APDU goes out once. When the dialogue
/// with the reader breaks, the ladder of `recover` is climbed before the next command; the card's session is gone then,
/// and whoever talks to the card begins anew with `activate`.
///
/// Slots share the reader: one command is under way at a time, whatever bMaxCCIDBusySlots allows, as readers of several
/// slots or interfaces are known to hang otherwise (devices.md §6.3, 8). As a channel it is the slot of its place.
package actor CCIDReader: CardChannel {
    private let selector: DeviceSelector
    private let bus: any USBBus
    private let clock: any KioskClock
    let log: @Sendable (String) -> Void
    let troubles: TroubleCounter
    private let place: CCIDPlace
    private let turn = OneAtATime()
    var dialogue: CCIDDialogue?
    /// The dialogue broke and was not mended yet.
    var isOutOfStep = false
    /// It was not found when it was last looked for.
    private var isMissed = false

    /// - Parameters:
    ///   - place: the interface and slot that it is as a channel.
    ///   - troubles: where it is counted what had to be dealt with.
    ///   - log: is told in one line when the ladder was climbed, and how far.
    package init(
        _ selector: DeviceSelector, at place: CCIDPlace = CCIDPlace(), on bus: any USBBus,
        clock: any KioskClock, troubles: TroubleCounter = TroubleCounter(),
        log: @escaping @Sendable (String) -> Void
    ) {
        self.selector = selector
        self.place = place
        self.bus = bus
        self.clock = clock
        self.log = log
        self.troubles = troubles
    }

    /// Interface class of card readers (USB class codes, 0Bh).
    package static let interfaceClass: UInt8 = 0x0B

    package func probe() async throws(CardChannelFault) { try await probe(slot: place.slot) }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        try await activate(slot: place.slot)
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await transmit(apdu, slot: place.slot)
    }

    package func deactivate() async { await deactivate(slot: place.slot) }

    /// Another slot of the same interface, as a channel of its own.
    package nonisolated func channel(slot: UInt8) -> any CardChannel {
        CCIDSlotChannel(reader: self, slot: slot)
    }

    /// Closes the reader; the next call opens it again.
    package func close() async {
        await turn.take()
        defer { turn.give() }
        await drop()
    }

    /// Does one thing with the reader, alone, and puts the dialogue in step first if it must be.
    /// - Parameter mayRepeat: whether to do it again with the reader as it is plugged in now, when the one that was opened
    ///   earlier turns out to be gone. Never for what a card may have acted on.
    func take(
        _ doing: String, slot: UInt8, mayRepeat: Bool = false,
        _ body: (inout CCIDDialogue) async throws(CCIDFault) -> [UInt8]
    ) async throws(CardChannelFault) -> [UInt8] {
        await turn.take()
        defer { turn.give() }
        let wasOpen = dialogue != nil
        do throws(CCIDFault) {
            do throws(CCIDFault) {
                return try await once(slot, body)
            } catch {
                guard mayRepeat, wasOpen, error.kind == .readerGone else { throw error }
            }
            return try await once(slot, body)
        } catch {
            throw CardChannelFault(error.kind, detail: "\(doing): \(error)")
        }
    }

    private func once(
        _ slot: UInt8, _ body: (inout CCIDDialogue) async throws(CCIDFault) -> [UInt8]
    ) async throws(CCIDFault) -> [UInt8] {
        let wasOpen = dialogue != nil
        do throws(CCIDFault) {
            var dialogue = try await ready()
            guard slot < dialogue.function.slotCount else {
                throw CCIDFault.unfit("it has \(dialogue.function.slotCount) slots, and no \(slot)")
            }
            dialogue.slot = slot
            defer { if self.dialogue != nil { self.dialogue = dialogue } }
            return try await body(&dialogue)
        } catch {
            // A reader that is still gone is no new trouble.
            if let met = error.trouble, wasOpen || error != .gone { troubles.count(met) }
            isOutOfStep = isOutOfStep || error.needsRecovery
            if error.kind == .readerGone { await drop() }
            throw error
        }
    }

    /// An opened reader whose dialogue is in step.
    private func ready() async throws(CCIDFault) -> CCIDDialogue {
        if dialogue == nil { try await open() }
        if isOutOfStep { try await recover() }
        guard let dialogue else { throw .gone }
        return dialogue
    }

    /// Opens the reader. One that does not answer as it should is taken for one that is out of step: whoever had it before
    /// may have left it in the middle of something.
    private func open() async throws(CCIDFault) {
        let connection = try await find()
        do throws(CCIDFault) {
            var opened = try await claim(connection)
            opened.slot = place.slot < opened.function.slotCount ? place.slot : 0
            await opened.drain()
            await opened.drainNotices()
            isOutOfStep = false
            do throws(CCIDFault) {
                _ = try await opened.run(.getSlotStatus)
            } catch {
                if error.kind == .readerGone { throw error }
                isOutOfStep = true
            }
            dialogue = opened
        } catch {
            await connection.close()
            throw error
        }
    }

    private func find() async throws(CCIDFault) -> any USBConnection {
        do throws(USBFault) {
            let (meant, others) = try await selector.look(on: bus)
            defer { isMissed = meant == nil }
            if let meant { return meant }
            if others > 0, !isMissed { troubles.count(.deviceOther) }
        } catch {
            throw CCIDFault(error)
        }
        throw .gone
    }

    private func claim(_ connection: any USBConnection) async throws(CCIDFault) -> CCIDDialogue {
        let function = try CCIDFunction(
            connection.device.descriptors, interface: place.interface)
        do throws(USBFault) {
            try await connection.claim(interface: function.interface)
        } catch {
            throw CCIDFault(error)
        }
        return CCIDDialogue(
            connection: connection, function: function, clock: clock, troubles: troubles)
    }

    func drop() async {
        let connection = dialogue?.connection
        dialogue = nil
        isOutOfStep = false
        await connection?.close()
    }
}
