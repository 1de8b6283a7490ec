internal import KioskPorts
internal import Synchronization

/// One device while it is plugged in: its model, its pending URBs and its claims. All clients'
/// connections to it and the folder's pump share it.
final class PluggedDevice: Sendable {
    /// Which opening of the device: claims and URBs belong to one.
    typealias Opening = Int

    private struct State {
        var isGone = false
        var pending: [(opening: Opening, urb: URB)] = []
        var done: [Opening: [CompletedURB]] = [:]
        var claims: [UInt8: Opening] = [:]
    }

    let node: DeviceNode
    let model: any SimulatedUSBDevice
    private let fifo: ReadinessFIFO
    private let state = Mutex(State())

    init(node: DeviceNode, model: any SimulatedUSBDevice, fifo: ReadinessFIFO) {
        self.node = node
        self.model = model
        self.fifo = fifo
    }

    // MARK: What clients ask

    /// Takes a URB with the data it carries. False if the device is gone.
    func submit(_ urb: URB, data: [UInt8], opening: Opening, now: Duration) -> Bool {
        state.withLock { state in
            guard !state.isGone else { return false }
            if urb.kind == .control {
                control(urb, data, opening, now, &state)
            } else if urb.carriesData {
                out(urb, data, opening, now, &state)
            } else {
                state.pending.append((opening, urb))
            }
            answerPending(now, &state)
            return true
        }
    }

    /// The next ended URB of an opening; nil with EAGAIN or ENODEV in `errno`.
    func reap(_ opening: Opening) -> (completed: CompletedURB?, errno: Int32) {
        state.withLock { state in
            if let first = state.done[opening]?.first {
                state.done[opening]?.removeFirst()
                return (first, 0)
            }
            // Idle also when gone: libusb learns it from its next submission and must not spin.
            fifo.showIdle()
            return (nil, state.isGone ? UsbfsErrno.noDevice : UsbfsErrno.again)
        }
    }

    func discard(_ address: UInt64, opening: Opening) -> Int32 {
        state.withLock { state in
            guard
                let index = state.pending.firstIndex(where: {
                    $0.opening == opening && $0.urb.address == address
                })
            else { return UsbfsErrno.invalid }
            let urb = state.pending.remove(at: index).urb
            finish(urb, -UsbfsErrno.noEntry, opening, &state)
            return 0
        }
    }

    func claim(_ interface: UInt8, opening: Opening) -> Int32 {
        state.withLock { state in
            guard !state.isGone else { return UsbfsErrno.noDevice }
            if let holder = state.claims[interface], holder != opening { return UsbfsErrno.busy }
            state.claims[interface] = opening
            return 0
        }
    }

    func releaseClaim(_ interface: UInt8, opening: Opening) -> Int32 {
        state.withLock { state in
            guard state.claims[interface] == opening else { return UsbfsErrno.invalid }
            state.claims[interface] = nil
            return 0
        }
    }

    /// Runs a call on the model unless the device is gone.
    func whilePluggedIn(_ body: (any SimulatedUSBDevice) -> Void) -> Int32 {
        state.withLock { state in
            guard !state.isGone else { return UsbfsErrno.noDevice }
            body(model)
            return 0
        }
    }

    /// A client closed the device.
    func forget(_ opening: Opening) {
        state.withLock { state in
            state.pending.removeAll { $0.opening == opening }
            state.done[opening] = nil
            state.claims = state.claims.filter { $0.value != opening }
        }
    }

    // MARK: What the folder asks

    /// Offers the model's news to pending INs. Returns when to come again, or nil for "when
    /// something happened".
    func pump(now: Duration) -> Duration? {
        state.withLock { state in
            guard !state.isGone else { return nil }
            answerPending(now, &state)
            return state.pending.isEmpty ? nil : model.nextWake(now: now)
        }
    }

    /// Ends all transfers as the kernel does when a device is pulled.
    func unplug() {
        state.withLock { state in
            state.isGone = true
            let pending = state.pending
            state.pending = []
            for entry in pending {
                finish(entry.urb, -UsbfsErrno.shutDown, entry.opening, &state)
            }
        }
        fifo.showReady()
    }

    // MARK: Transfers

    private func control(
        _ urb: URB, _ data: [UInt8], _ opening: Opening, _ now: Duration, _ state: inout State
    ) {
        guard let setup = USBSetup(bytes: Array(data.prefix(URB.setupLength))) else {
            return finish(urb, -UsbfsErrno.invalid, opening, &state)
        }
        let body = setup.isIn ? [] : Array(data.dropFirst(URB.setupLength))
        let answer =
            StandardRequests.answer(setup, model) ?? model.control(setup, data: body, now: now)
        switch answer {
        case .done(let bytes):
            finish(urb, 0, opening, &state, bytes, count: setup.isIn ? bytes.count : body.count)
        case .stall: finish(urb, -UsbfsErrno.brokenPipe, opening, &state)
        case .silence: state.pending.append((opening, urb))
        }
    }

    private func out(
        _ urb: URB, _ data: [UInt8], _ opening: Opening, _ now: Duration, _ state: inout State
    ) {
        switch model.receive(data, on: USBEndpointAddress(urb.endpoint), now: now) {
        case .accepted: finish(urb, 0, opening, &state, count: data.count)
        case .stall: finish(urb, -UsbfsErrno.brokenPipe, opening, &state)
        case .silence: state.pending.append((opening, urb))
        }
    }

    /// Asks the model once for each endpoint's oldest IN, and again as long as it answers.
    private func answerPending(_ now: Duration, _ state: inout State) {
        var silent: Set<UInt8> = []
        var index = 0
        while index < state.pending.count {
            let (opening, urb) = state.pending[index]
            guard !urb.carriesData, !silent.contains(urb.endpoint) else {
                index += 1
                continue
            }
            let endpoint = USBEndpointAddress(urb.endpoint)
            switch model.send(on: endpoint, capacity: urb.length, now: now) {
            case .nothingYet:
                silent.insert(urb.endpoint)
                index += 1
            case .stall:
                state.pending.remove(at: index)
                finish(urb, -UsbfsErrno.brokenPipe, opening, &state)
            case .bytes(let bytes):
                state.pending.remove(at: index)
                let status = bytes.count > urb.length ? -UsbfsErrno.overflow : 0
                let kept = Array(bytes.prefix(urb.length))
                finish(urb, status, opening, &state, kept, count: kept.count)
            }
        }
    }

    private func finish(
        _ urb: URB, _ status: Int32, _ opening: Opening, _ state: inout State,
        _ incoming: [UInt8] = [], count: Int = 0
    ) {
        let completed = CompletedURB(urb: urb, status: status, incoming: incoming, count: count)
        state.done[opening, default: []].append(completed)
        fifo.showReady()
    }
}
