internal import Dispatch
internal import Foundation
internal import KioskPorts
internal import Synchronization

/// A simulated USB bus under the real libusb: a folder that umockdev's preload shows to a client
/// as /sys and /dev, and the device side of usbfs behind it (rigs.md §1b).
///
/// A client runs with `LD_PRELOAD=libumockdev-preload.so.0` and `UMOCKDEV_DIR` set to the folder.
/// One client process for each folder: event sockets are named by file descriptor number.
package final class USBFolder: SimulatedUSBFront {
    /// How often pending INs are offered again without a sign of news.
    private static let pumpInterval = Duration.milliseconds(20)

    private struct State {
        var plugged: [USBLocation: (device: PluggedDevice, listener: StreamSocket)] = [:]
        var addresses = BusAddresses()
        var nextOpening = 0
        var nextEvent: UInt64 = 1
        var isClosed = false
    }

    package let path: String
    private let bus: UInt8 = 1
    private let tree: FolderTree
    private let now: @Sendable () -> Duration
    private let state = Mutex(State())
    private let news = DispatchSemaphore(value: 0)

    /// Makes the folder at `path` (at most 70 bytes, it holds sockets). `now` is the time since
    /// the machine was switched on and must not go back.
    package init(path: String, now: @escaping @Sendable () -> Duration) throws(FolderError) {
        self.path = path
        self.now = now
        tree = try FolderTree(root: path)
        try tree.addRootHub(bus: bus)
        let thread = Thread { [self] in pump() }
        thread.name = "usb-folder-pump"
        thread.start()
    }

    /// Plugs a device into a port of the root hub. Precondition: the port is free.
    package func plug(_ model: any SimulatedUSBDevice, port: UInt8) throws(FolderError) {
        let node = nextNode(port: port)
        try tree.add(node, model.descriptors, string: model.string)
        let fifo = try ReadinessFIFO(path: tree.deviceFile(node))
        let listener = try StreamSocket.listening(at: tree.ioctlSocket(node))
        let device = PluggedDevice(node: node, model: model, fifo: fifo)
        model.reset(now: now())
        state.withLock { $0.plugged[node.location] = (device, listener) }
        let thread = Thread { [self] in acceptClients(listener, device) }
        thread.name = "usb-folder-\(node.name)"
        thread.start()
        announce(.add, node)
    }

    /// Pulls the device out of a port: its transfers end, its claims are gone.
    /// Precondition: something is plugged in there.
    package func unplug(port: UInt8) {
        let location = USBLocation(bus: bus, ports: [port])
        guard let entry = state.withLock({ $0.plugged.removeValue(forKey: location) }) else {
            preconditionFailure("nothing is plugged into port \(port)")
        }
        entry.device.unplug()
        tree.remove(entry.device.node, entry.device.model.descriptors)
        announce(.remove, entry.device.node)
        entry.listener.shutDown()
    }

    /// Tells pending transfers that a model may have news, for example after a person acted.
    package func worldChanged() { news.signal() }

    /// Pulls everything and removes the folder. The client must have ended before.
    package func close() {
        let entries = state.withLock { state in
            defer { state.plugged = [:] }
            state.isClosed = true
            return Array(state.plugged.values)
        }
        for entry in entries {
            entry.device.unplug()
            entry.listener.shutDown()
        }
        news.signal()
        // A folder left behind under the temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    private func nextNode(port: UInt8) -> DeviceNode {
        state.withLock { state in
            let location = USBLocation(bus: bus, ports: [port])
            precondition(state.plugged[location] == nil, "port \(port) is taken")
            let taken = state.plugged.values.map(\.device.node.address)
            let address = state.addresses.next(taken: taken)
            return DeviceNode(bus: bus, address: address, port: port)
        }
    }

    private func acceptClients(_ listener: StreamSocket, _ device: PluggedDevice) {
        while let client = listener.accepted() {
            let opening = state.withLock { state in
                state.nextOpening += 1
                return state.nextOpening
            }
            let session = UsbfsSession(
                socket: client, device: device, opening: opening, now: now,
                submitted: { [news] in news.signal() })
            let thread = Thread { session.run() }
            thread.name = "usb-folder-opening-\(opening)"
            thread.start()
        }
        listener.closeDescriptor()
    }

    /// Sends a hot-plug message to every listening client.
    private func announce(_ action: UEvent.Action, _ node: DeviceNode) {
        let sequence = state.withLock { state in
            defer { state.nextEvent += 1 }
            return state.nextEvent
        }
        let event = UEvent(action: action, node: node, sequence: sequence)
        // No listing, no listeners: the folder itself was made in init.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("event") {
            StreamSocket.sendDatagram(event.datagram, to: path + "/" + name)
        }
    }

    /// Offers the models' news to pending transfers until the folder is closed.
    private func pump() {
        while !state.withLock({ $0.isClosed }) {
            let time = now()
            let devices = state.withLock { $0.plugged.values.map(\.device) }
            let wakes = devices.compactMap { $0.pump(now: time) }
            let pause = min(Self.pumpInterval, max(.zero, (wakes.min() ?? .seconds(1)) - time))
            let nanoseconds = max(1, Int(pause / .nanoseconds(1)))
            _ = news.wait(timeout: .now() + .nanoseconds(nanoseconds))
        }
    }
}
