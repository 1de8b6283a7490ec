import Synchronization

/// Keeps a bus in step with the machine: a device is on the bus while it has power and its plug is
/// in, and models with pending transfers are told when the world changed.
///
/// The machine tells of changes from inside a device model's call, where a model must not be
/// called back; so the bus follows in a task of its own.
package final class MachineOnBus: Sendable {
    private let machine: RunningMachine
    private let devices: [Plug: any SimulatedUSBDevice]
    private let front: any SimulatedUSBFront
    private let now: @Sendable () -> Duration
    private let onBus = Mutex<Set<Plug>>([])
    private let changes: AsyncStream<Void>

    /// The port of the root hub that each device's cable leads to.
    package static func port(of plug: Plug) -> UInt8 {
        switch plug {
        case .dispenser: 1
        case .reader: 2
        case .counter: 3
        }
    }

    /// - Parameters:
    ///   - devices: a model for each plug; a plug without one stays empty.
    ///   - now: the clock that the machine and the bus run on.
    package init(
        machine: RunningMachine, devices: [Plug: any SimulatedUSBDevice],
        front: any SimulatedUSBFront, now: @escaping @Sendable () -> Duration
    ) {
        self.machine = machine
        self.devices = devices
        self.front = front
        self.now = now
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        changes = stream
        machine.onChange { continuation.yield() }
    }

    /// Plugs and pulls what has changed, and spreads the news. Call once before `run`.
    package func follow() throws(FolderError) {
        let machine = machine.contents(now: now()).machine
        let wanted = Set(Plug.allCases.filter { devices[$0] != nil && machine.isOnBus($0) })
        let (gone, come) = onBus.withLock { onBus in
            defer { onBus = wanted }
            return (onBus.subtracting(wanted), wanted.subtracting(onBus))
        }
        for plug in Plug.allCases where gone.contains(plug) {
            front.unplug(port: Self.port(of: plug))
        }
        for plug in Plug.allCases where come.contains(plug) {
            guard let device = devices[plug] else { continue }
            try front.plug(device, port: Self.port(of: plug))
        }
        front.worldChanged()
    }

    /// Follows every change until the task is cancelled. One task only.
    package func run() async throws(FolderError) {
        for await _ in changes { try follow() }
    }
}
