internal import DeviceProtocols
package import KioskPorts

/// A contactless card through any CCID reader at an APDU level (CCID 1.1).
///
/// The reader is opened when it is first needed, and again after it was pulled. An APDU goes out once. When the dialogue
/// with the reader breaks, the ladder of `recover` is climbed before the next command; the card's session is gone then,
/// and whoever talks to the card begins anew with `activate`.
package actor CCIDReader: CardChannel {
    private let selector: DeviceSelector
    private let bus: any USBBus
    private let clock: any KioskClock
    private let log: @Sendable (String) -> Void
    private let troubles: TroubleCounter
    private let turn = OneAtATime()
    private var dialogue: CCIDDialogue?
    /// The dialogue broke and was not mended yet.
    private var isOutOfStep = false
    /// It was not found when it was last looked for.
    private var isMissed = false

    /// - Parameters:
    ///   - troubles: where it is counted what had to be dealt with.
    ///   - log: is told in one line when the ladder was climbed, and how far.
    package init(
        _ selector: DeviceSelector, on bus: any USBBus, clock: any KioskClock,
        troubles: TroubleCounter = TroubleCounter(),
        log: @escaping @Sendable (String) -> Void
    ) {
        self.selector = selector
        self.bus = bus
        self.clock = clock
        self.log = log
        self.troubles = troubles
    }

    /// Interface class of card readers (USB class codes, 0Bh).
    package static let interfaceClass: UInt8 = 0x0B

    package func probe() async throws(CardChannelFault) {
        _ = try await take("asking the reader", mayRepeat: true) { dialogue throws(CCIDFault) in
            _ = try await dialogue.run(.getSlotStatus)
            return []
        }
    }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        try await take("activating the card", mayRepeat: true) { dialogue throws(CCIDFault) in
            try await dialogue.powerCycle()
        }
    }

    package func transmit(_ apdu: [UInt8]) async throws(CardChannelFault) -> [UInt8] {
        try await take("sending an APDU of \(apdu.count) bytes") { dialogue throws(CCIDFault) in
            try await dialogue.exchange(apdu)
        }
    }

    package func deactivate() async {
        // What went wrong shows at the next activation.
        _ = try? await take("switching the field off") { dialogue throws(CCIDFault) in
            _ = try await dialogue.run(.powerOff)
            return []
        }
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
    private func take(
        _ doing: String, mayRepeat: Bool = false,
        _ body: (inout CCIDDialogue) async throws(CCIDFault) -> [UInt8]
    ) async throws(CardChannelFault) -> [UInt8] {
        await turn.take()
        defer { turn.give() }
        let wasOpen = dialogue != nil
        do throws(CCIDFault) {
            do throws(CCIDFault) {
                return try await once(body)
            } catch {
                guard mayRepeat, wasOpen, error.kind == .readerGone else { throw error }
            }
            return try await once(body)
        } catch {
            throw CardChannelFault(error.kind, detail: "\(doing): \(error)")
        }
    }

    private func once(
        _ body: (inout CCIDDialogue) async throws(CCIDFault) -> [UInt8]
    ) async throws(CCIDFault) -> [UInt8] {
        let wasOpen = dialogue != nil
        do throws(CCIDFault) {
            var dialogue = try await ready()
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
        let function = try CCIDFunction(connection.device.descriptors)
        do throws(USBFault) {
            try await connection.claim(interface: function.interface)
        } catch {
            throw CCIDFault(error)
        }
        return CCIDDialogue(
            connection: connection, function: function, clock: clock, troubles: troubles)
    }

    private func drop() async {
        let connection = dialogue?.connection
        dialogue = nil
        isOutOfStep = false
        await connection?.close()
    }
}

/// The recovery ladder of devices.md §6.6, each step once, then the next.
extension CCIDReader {
    private func recover() async throws(CCIDFault) {
        guard var broken = dialogue else { return }
        var climbed: [CCIDRecoveryStep] = []
        for step in CCIDRecoveryStep.allCases {
            climbed.append(step)
            do throws(CCIDFault) {
                try await take(step, &broken)
                _ = try await broken.run(.getSlotStatus)
                dialogue = broken
                isOutOfStep = false
                troubles.count(.readerRecovered)
                log("the reader is in step again after \(Self.words(climbed))")
                return
            } catch {
                if error.kind == .readerGone {
                    await drop()
                    throw error
                }
            }
        }
        log("the reader is out of step even after \(Self.words(climbed))")
        await drop()
        throw .unfit("it does not answer after the whole recovery ladder")
    }

    private static func words(_ steps: [CCIDRecoveryStep]) -> String {
        steps.map(\.rawValue).joined(separator: ", ")
    }

    private func take(
        _ step: CCIDRecoveryStep, _ dialogue: inout CCIDDialogue
    ) async throws(CCIDFault) {
        switch step {
        case .drain: await dialogue.drain()
        case .abort: try await dialogue.abort()
        case .clearHalts:
            try await clearHalts(dialogue)
            // The message of an abort that got stuck at a halt: the reader refuses everything else.
            if dialogue.isAborting { try await dialogue.finishAbort() }
        case .powerOff: _ = try await dialogue.run(.powerOff)
        case .reclaim: try await reclaim(dialogue)
        case .reset: try await reset(dialogue)
        }
    }

    private func clearHalts(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.clearHalt(dialogue.function.bulkOut)
            try await dialogue.connection.clearHalt(dialogue.function.bulkIn)
        } catch {
            throw CCIDFault(error)
        }
    }

    private func reclaim(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.release(interface: dialogue.function.interface)
            try await dialogue.connection.claim(interface: dialogue.function.interface)
        } catch {
            throw CCIDFault(error)
        }
    }

    /// A reader that comes back as another device is found again by its selector.
    private func reset(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.reset()
        } catch {
            throw CCIDFault(error)
        }
    }
}

/// The steps, gentlest first.
enum CCIDRecoveryStep: String, CaseIterable {
    case drain, abort, clearHalts, powerOff, reclaim, reset
}
