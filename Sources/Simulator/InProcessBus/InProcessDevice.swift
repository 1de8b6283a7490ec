internal import KioskPorts
internal import Synchronization

/// One model while it is plugged into the in-process bus; all connections to it share it.
final class InProcessDevice: Sendable {
    /// One waiting transfer.
    typealias Ticket = Int

    private struct State {
        var isGone = false
        var claims: [UInt8: ObjectIdentifier] = [:]
        var nextTicket: Ticket = 0
        /// Transfers towards the host, oldest first: the device answers them in this order.
        var queues: [USBEndpointAddress: [Ticket]] = [:]
    }

    let device: USBDevice
    let model: any SimulatedUSBDevice
    let news = NewsBoard()
    private let state = Mutex(State())

    init(device: USBDevice, model: any SimulatedUSBDevice) {
        self.device = device
        self.model = model
    }

    var isGone: Bool { state.withLock { $0.isGone } }

    func unplug() {
        state.withLock { $0.isGone = true }
        news.publish()
    }

    func claim(_ interface: UInt8, by holder: ObjectIdentifier) throws(USBFault) {
        try state.withLock { state throws(USBFault) in
            if state.isGone { throw .noSuchDevice(device.id) }
            if let other = state.claims[interface], other != holder {
                throw .busy(device.id, doing: "claiming interface \(interface)")
            }
            state.claims[interface] = holder
        }
    }

    func release(_ interface: UInt8, by holder: ObjectIdentifier) {
        state.withLock { state in
            if state.claims[interface] == holder { state.claims[interface] = nil }
        }
    }

    func releaseAll(by holder: ObjectIdentifier) {
        state.withLock { state in state.claims = state.claims.filter { $0.value != holder } }
    }

    /// Queues a transfer.
    func enter(_ transfer: USBTransfer) -> Ticket {
        state.withLock { state in
            state.nextTicket += 1
            state.queues[transfer.endpoint, default: []].append(state.nextTicket)
            return state.nextTicket
        }
    }

    func leave(_ transfer: USBTransfer, _ ticket: Ticket) {
        state.withLock { $0.queues[transfer.endpoint]?.removeAll { $0 == ticket } }
        news.publish()
    }

    /// What came of asking the device.
    enum Answer {
        case ended(USBTransferResult)
        case nothingYet
        /// An older transfer waits on the same endpoint.
        case notItsTurn
    }

    /// Asks the device for its answer to a transfer. Data goes to the device once: a repeated
    /// question is put for transfers towards the host only.
    func answer(
        _ transfer: USBTransfer, _ ticket: Ticket, isRepeated: Bool, now: Duration
    ) -> Answer {
        state.withLock { state in
            if state.isGone { return .ended(.nothing(.deviceGone)) }
            guard state.queues[transfer.endpoint]?.first == ticket else { return .notItsTurn }
            if isRepeated, transfer.setup != nil || !transfer.endpoint.isIn { return .nothingYet }
            return ask(transfer, now).map(Answer.ended) ?? .nothingYet
        }
    }

    private func ask(_ transfer: USBTransfer, _ now: Duration) -> USBTransferResult? {
        switch transfer {
        case .controlIn(let setup), .controlOut(let setup, _):
            let answer =
                StandardRequests.answer(setup, model)
                ?? model.control(setup, data: transfer.outgoing, now: now)
            return Self.result(answer, transfer)
        case .bulkOut(let endpoint, let data), .interruptOut(let endpoint, let data):
            return Self.result(model.receive(data, on: endpoint, now: now), data)
        case .bulkIn(let endpoint, let capacity), .interruptIn(let endpoint, let capacity):
            return Self.result(
                model.send(on: endpoint, capacity: capacity, now: now), capacity)
        }
    }

    private static func result(
        _ answer: SimulatedControlAnswer, _ transfer: USBTransfer
    ) -> USBTransferResult? {
        switch answer {
        case .done(let bytes) where transfer.endpoint.isIn:
            let kept = Array(bytes.prefix(transfer.length))
            return USBTransferResult(end: .completed, bytes: kept, count: kept.count)
        case .done: return USBTransferResult(end: .completed, count: transfer.outgoing.count)
        case .stall: return .nothing(.stalled)
        case .silence: return nil
        }
    }

    private static func result(_ answer: SimulatedOutAnswer, _ data: [UInt8]) -> USBTransferResult?
    {
        switch answer {
        case .accepted: USBTransferResult(end: .completed, count: data.count)
        case .stall: .nothing(.stalled)
        case .silence: nil
        }
    }

    private static func result(_ answer: SimulatedInAnswer, _ capacity: Int) -> USBTransferResult? {
        switch answer {
        case .bytes(let bytes):
            let kept = Array(bytes.prefix(capacity))
            let end: USBTransferEnd = bytes.count > capacity ? .overflowed : .completed
            return USBTransferResult(end: end, bytes: kept, count: kept.count)
        case .stall: return .nothing(.stalled)
        case .nothingYet: return nil
        }
    }
}
