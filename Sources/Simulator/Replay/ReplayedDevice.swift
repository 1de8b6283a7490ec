package import KioskPorts
internal import Synchronization

/// The device of a recording: it answers what the recording answered, after the same time, as long as the host does the
/// same. At the first difference it falls silent and says what was expected and what came.
///
/// Of a card reader's messages the recording may lack what the trace left out: there a zero stands for any byte behind the
/// message's header. What the card said is lost with it, so a card job goes no further than that.
package final class ReplayedDevice: SimulatedUSBDevice {
    private struct State {
        /// When each step came that was as expected; first the reset.
        var came: [Duration] = [.zero]
        /// How much of what each endpoint brings was taken.
        var taken: [USBEndpointAddress: Int] = [:]
        var ending: ReplayEnding?

        var steps: Int { came.count - 1 }
    }

    /// CCID interfaces (USB CCID 1.1 §4.3), and the bytes of a message's header.
    private static let readerClass: UInt8 = 0x0B
    private static let readerHeader = 10

    package let recording: Recording
    private let carriesCards: Bool
    /// What each endpoint brings, in order.
    private let brought: [USBEndpointAddress: [Recording.Brought]]
    private let state = Mutex(State())

    package init(_ recording: Recording) {
        self.recording = recording
        brought = Dictionary(grouping: recording.brought, by: \.endpoint)
        carriesCards = recording.descriptors.interfaces.contains {
            $0.interfaceClass == Self.readerClass
        }
    }

    package var descriptors: USBDescriptors { recording.descriptors }

    package func string(at index: UInt8) -> String? { recording.strings[index] }

    /// Nil while the host has done nothing else than in the recording.
    package var ending: ReplayEnding? { state.withLock { $0.ending } }

    /// What the host has to do next; nil when it has done everything.
    package var expected: Recording.Step? {
        state.withLock { state in
            state.steps < recording.steps.count ? recording.steps[state.steps] : nil
        }
    }

    /// The host has done everything that is in the recording, and got all of it or went on without the rest.
    package var isDone: Bool {
        state.withLock { state in
            guard state.steps == recording.steps.count else { return false }
            return switch state.ending {
            case .gone, .over: true
            case .differs: false
            case nil: brought.allSatisfy { state.taken[$0.key, default: 0] == $0.value.count }
            }
        }
    }

    package func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer
    {
        if setup.requestType & 0x60 == 0 { return .done([]) }
        guard let step = take(.request(setup, data: data), now) else { return .silence }
        switch step.end {
        case .completed, .overflowed: return .done(step.answer)
        case .stalled: return .stall
        case .timedOut, .cancelled, .deviceGone, .failed: return .silence
        }
    }

    package func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer {
        guard let step = take(.message(endpoint, data: data), now) else { return .silence }
        switch step.end {
        case .completed, .overflowed: return .accepted
        case .stalled: return .stall
        case .timedOut, .cancelled, .deviceGone, .failed: return .silence
        }
    }

    /// The step that was expected, if this is it.
    private func take(_ action: Recording.Action, _ now: Duration) -> Recording.Step? {
        state.withLock { state in
            guard state.ending == nil else { return nil }
            guard state.steps < recording.steps.count else {
                state.ending = .over(came: action)
                return nil
            }
            let step = recording.steps[state.steps]
            guard isSame(step.action, action) else {
                state.ending = .differs(
                    ReplayDifference(frame: step.frame, expected: step.action, came: action))
                return nil
            }
            state.came.append(now)
            return step
        }
    }

    private func isSame(_ expected: Recording.Action, _ came: Recording.Action) -> Bool {
        guard carriesCards, case .message(let endpoint, let recorded) = expected,
            case .message(endpoint, let data) = came, recorded.count == data.count
        else { return expected == came }
        return zip(recorded, data).enumerated().allSatisfy { offset, bytes in
            bytes.0 == bytes.1 || offset >= Self.readerHeader && bytes.0 == 0
        }
    }

    package func send(
        on endpoint: USBEndpointAddress, capacity: Int, now: Duration
    ) -> SimulatedInAnswer {
        state.withLock { state in
            if let gone = due(recording.gone, state), gone <= now { state.ending = .gone }
            guard state.ending != .gone, let next = next(on: endpoint, state),
                let time = due(next.moment, state), time <= now
            else { return .nothingYet }
            state.taken[endpoint, default: 0] += 1
            return next.end == .stalled ? .stall : .bytes(next.bytes)
        }
    }

    private func next(on endpoint: USBEndpointAddress, _ state: State) -> Recording.Brought? {
        guard let all = brought[endpoint] else { return nil }
        let taken = state.taken[endpoint, default: 0]
        return taken < all.count ? all[taken] : nil
    }

    /// When a moment of the recording comes; nil: the host has not done yet what came before it.
    private func due(_ moment: Recording.Moment?, _ state: State) -> Duration? {
        guard let moment, moment.steps <= state.steps else { return nil }
        return state.came[moment.steps] + moment.delay
    }

    package func nextWake(now: Duration) -> Duration? {
        state.withLock { state in
            let moments = brought.keys.map { next(on: $0, state)?.moment } + [recording.gone]
            return moments.compactMap { due($0, state) }.filter { $0 > now }.min()
        }
    }

    package func clearHalt(_ endpoint: USBEndpointAddress) {}

    package func reset(now: Duration) {
        state.withLock { state in
            if state.steps == 0 { state.came[0] = now }
        }
    }
}
