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
    private let turn = OneAtATime()
    private var dialogue: CCIDDialogue?
    /// The dialogue broke and was not mended yet.
    private var isOutOfStep = false

    package init(_ selector: DeviceSelector, on bus: any USBBus, clock: any KioskClock) {
        self.selector = selector
        self.bus = bus
        self.clock = clock
    }

    /// Interface class of card readers (USB class codes, 0Bh).
    package static let interfaceClass: UInt8 = 0x0B

    package func probe() async throws(CardChannelFault) {
        _ = try await take("asking the reader") { dialogue throws(CCIDFault) in
            _ = try await dialogue.run(.getSlotStatus)
            return []
        }
    }

    package func activate() async throws(CardChannelFault) -> [UInt8] {
        try await take("activating the card") { dialogue throws(CCIDFault) in
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
    private func take(
        _ doing: String,
        _ body: (inout CCIDDialogue) async throws(CCIDFault) -> [UInt8]
    ) async throws(CardChannelFault) -> [UInt8] {
        await turn.take()
        defer { turn.give() }
        do throws(CCIDFault) {
            var dialogue = try await ready()
            defer { if self.dialogue != nil { self.dialogue = dialogue } }
            return try await body(&dialogue)
        } catch {
            isOutOfStep = isOutOfStep || error.needsRecovery
            if error.kind == .readerGone { await drop() }
            throw CardChannelFault(error.kind, detail: "\(doing): \(error)")
        }
    }

    /// An opened reader whose dialogue is in step.
    private func ready() async throws(CCIDFault) -> CCIDDialogue {
        if isOutOfStep, dialogue != nil { try await recover() }
        if let dialogue { return dialogue }
        let opened = try await open()
        dialogue = opened
        isOutOfStep = false
        return opened
    }

    private func open() async throws(CCIDFault) -> CCIDDialogue {
        let connection: (any USBConnection)?
        do throws(USBFault) {
            connection = try await selector.open(on: bus)
        } catch {
            if case .noSuchDevice = error { throw .gone }
            throw .unfit(error.description)
        }
        guard let connection else { throw .gone }
        do throws(CCIDFault) {
            let function = try CCIDFunction(connection.device.descriptors)
            do throws(USBFault) {
                try await connection.claim(interface: function.interface)
            } catch {
                throw .unfit(error.description)
            }
            var dialogue = CCIDDialogue(connection: connection, function: function, clock: clock)
            await dialogue.drain()
            _ = try await dialogue.run(.getSlotStatus)
            return dialogue
        } catch {
            await connection.close()
            throw error
        }
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
        for step in CCIDRecoveryStep.allCases {
            do throws(CCIDFault) {
                try await take(step, &broken)
                _ = try await broken.run(.getSlotStatus)
                dialogue = broken
                isOutOfStep = false
                return
            } catch {
                if error.kind == .readerGone {
                    await drop()
                    throw error
                }
            }
        }
        // The last step: away with it, and from the beginning.
        await drop()
    }

    private func take(
        _ step: CCIDRecoveryStep, _ dialogue: inout CCIDDialogue
    ) async throws(CCIDFault) {
        switch step {
        case .drain: await dialogue.drain()
        case .abort: try await dialogue.abort()
        case .clearHalts: try await clearHalts(dialogue)
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
            throw .unfit(error.description)
        }
    }

    private func reclaim(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.release(interface: dialogue.function.interface)
            try await dialogue.connection.claim(interface: dialogue.function.interface)
        } catch {
            throw .unfit(error.description)
        }
    }

    /// A reader that comes back as another device is found again by its selector.
    private func reset(_ dialogue: CCIDDialogue) async throws(CCIDFault) {
        do throws(USBFault) {
            try await dialogue.connection.reset()
        } catch {
            if case .noSuchDevice = error { throw .gone }
            throw .unfit(error.description)
        }
    }
}

/// The steps, gentlest first.
enum CCIDRecoveryStep: CaseIterable {
    case drain, abort, clearHalts, powerOff, reclaim, reset
}
