internal import DeviceProtocols
package import KioskPorts
internal import Synchronization

/// A reader with a plan of faults: the model of a good one behind a cable on which things go wrong.
package final class FaultyReader: SimulatedUSBDevice {
    let model: any SimulatedUSBDevice
    private let state: Mutex<FaultyCable>

    /// - Parameter model: a `CCIDReaderModel`, or one that listens to it.
    package init(_ model: any SimulatedUSBDevice, faults: [PlannedReaderFault]) {
        self.model = model
        state = Mutex(FaultyCable(plan: ReaderFaultPlan(faults)))
    }

    /// What was planned, and what of it has struck.
    package var plan: ReaderFaultPlan { state.withLock { $0.plan } }

    /// Plans a fault for an exchange with the card that is still to come.
    /// - Parameter skipping: how many exchanges come before it.
    package func arm(_ kind: ReaderFaultKind, skipping: Int) {
        state.withLock { $0.plan.arm(kind, skipping: skipping) }
    }

    /// Hands out what has struck since the last call.
    package func takeStruck() -> [PlannedReaderFault] { state.withLock { $0.plan.takeStruck() } }

    /// Nothing that is pending strikes, and what has struck is over.
    package func forget() {
        state.withLock { state in
            state.plan.forget()
            state.reset()
        }
    }

    package var descriptors: USBDescriptors { model.descriptors }

    package func string(at index: UInt8) -> String? { model.string(at: index) }

    package func control(
        _ setup: USBSetup, data: [UInt8], now: Duration
    ) -> SimulatedControlAnswer {
        // A reader that hangs in any other way knows no abort.
        state.withLock { state in
            switch state.mode {
            case .fine, .extending, .hanging(until: .abort): false
            case .busy, .hanging, .dead: true
            }
        } ? .stall : model.control(setup, data: data, now: now)
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard endpoint == CCIDReaderDescriptors.bulkOut else {
            return model.receive(data, on: endpoint, now: now)
        }
        return state.withLock { state in
            if state.isOutHalted { return .stall }
            guard let (command, slot, sequence) = try? CCIDCommand.parse(data) else {
                return model.receive(data, on: endpoint, now: now)
            }
            let heard = Heard(command: command, slot: slot, sequence: sequence)
            switch state.hear(heard, model, now: now) {
            case .passOn: return model.receive(data, on: endpoint, now: now)
            case .keep: return .accepted
            case .halt: return .stall
            }
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        state.withLock { state in
            if endpoint == CCIDReaderDescriptors.interruptIn, let notice = state.notice {
                state.notice = nil
                return .bytes(notice)
            }
            guard endpoint == CCIDReaderDescriptors.bulkIn else {
                return model.send(on: endpoint, capacity: capacity, now: now)
            }
            return state.say(model, capacity: capacity, now: now)
        }
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { state in
            let theirs = model.nextWake(now: now).map { max($0, state.holdsBackUntil) }
            return [theirs, state.nextSign].compactMap { $0 }.min()
        }
    }

    package func clearHalt(_ endpoint: USBEndpointAddress) {
        state.withLock { $0.clearHalt(isIn: endpoint.isIn) }
        model.clearHalt(endpoint)
    }

    package func reset(now: Duration) {
        state.withLock { $0.reset() }
        model.reset(now: now)
    }
}

/// A command as it came.
struct Heard {
    let command: CCIDCommand
    let slot: UInt8
    let sequence: UInt8

    /// Nil for commands at which no fault strikes.
    var occasion: ReaderOccasion? {
        switch command {
        case .getSlotStatus: .statusQuery
        case .powerOn: .powerOn
        case .transferBlock, .transferCharacters: .exchange
        case .powerOff, .getParameters, .setParameters, .resetParameters, .escape, .abort: nil
        }
    }

    /// An answer to it that is no answer of the model's.
    func reply(_ outcome: CCIDOutcome, card: CCIDCardState = .active) -> [UInt8] {
        CCIDReply(command.answer, slot: slot, sequence: sequence, card: card, outcome: outcome)
            .bytes
    }
}
