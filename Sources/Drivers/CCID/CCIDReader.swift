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
    let clock: any KioskClock
    let log: @Sendable (String) -> Void
    let troubles: TroubleCounter
    private let place: CCIDPlace?
    private let profiles: ReaderProfiles
    private let turn = OneAtATime()
    var dialogue: CCIDDialogue?
    /// Cards in the slots, once somebody asks for them.
    var watch: SlotWatch?
    /// A key may have been left in the reader, and it was said that it could not be overwritten.
    var hasToldOfKey = false
    /// The dialogue broke and was not mended yet.
    var isOutOfStep = false
    /// It was not found when it was last looked for.
    private var isMissed = false

    /// - Parameters:
    ///   - place: the interface and slot that it is as a channel; nil for the one of its profile, or the first.
    ///   - profiles: what is known of readers by their make.
    ///   - troubles: where it is counted what had to be dealt with.
    ///   - log: is told in one line when the ladder was climbed, and how far.
    package init(
        _ selector: DeviceSelector, at place: CCIDPlace? = nil, profiles: ReaderProfiles = .none,
        on bus: any USBBus, clock: any KioskClock, troubles: TroubleCounter = TroubleCounter(),
        log: @escaping @Sendable (String) -> Void
    ) {
        self.selector = selector
        self.place = place
        self.profiles = profiles
        self.bus = bus
        self.clock = clock
        self.log = log
        self.troubles = troubles
    }

    /// Interface class of card readers (USB class codes, 0Bh).
    package static let interfaceClass: UInt8 = 0x0B

    package func probe() async throws(CardChannelFault) { try await probe(slot: nil) }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        try await activate(slot: nil)
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await transmit(apdu, slot: nil)
    }

    package func deactivate() async { await deactivate(slot: nil) }

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
    /// - Parameters:
    ///   - slot: nil for the one of its place.
    ///   - mayRepeat: whether to do it again with the reader as it is plugged in now, when the one that was opened
    ///   earlier turns out to be gone. Never for what a card may have acted on.
    func take(
        _ doing: String, slot: UInt8?, mayRepeat: Bool = false,
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
        _ slot: UInt8?, _ body: (inout CCIDDialogue) async throws(CCIDFault) -> [UInt8]
    ) async throws(CCIDFault) -> [UInt8] {
        let wasOpen = dialogue != nil
        do throws(CCIDFault) {
            var dialogue = try await ready()
            dialogue.slot = slot ?? chosen(for: dialogue.profile).slot
            guard dialogue.slot < dialogue.function.slotCount else {
                throw CCIDFault.unfit(
                    "it has \(dialogue.function.slotCount) slots, and no \(dialogue.slot)")
            }
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
            if let pause = opened.profile?.openingPause, pause > .zero {
                // A cancelled wait only asks sooner.
                try? await clock.sleep(for: pause)
            }
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
        let profile = profiles.profile(of: connection.device)
        let function = try CCIDFunction(
            connection.device.descriptors, interface: chosen(for: profile).interface,
            messageLimit: profile?.messageLimit ?? CCIDLimits.message)
        do throws(USBFault) {
            try await connection.claim(interface: function.interface)
        } catch {
            throw CCIDFault(error)
        }
        return CCIDDialogue(
            connection: connection, function: function, clock: clock, troubles: troubles,
            profile: profile)
    }

    private func chosen(for profile: ReaderProfile?) -> CCIDPlace {
        place ?? profile?.place ?? CCIDPlace()
    }

    func drop() async {
        let connection = dialogue?.connection
        dialogue = nil
        isOutOfStep = false
        watch = nil
        await connection?.close()
    }
}
