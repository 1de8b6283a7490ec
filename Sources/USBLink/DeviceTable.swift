internal import CLibUSB
internal import KioskPorts
internal import Synchronization

/// A device libusb knows, with a reference held by whoever has this value.
struct KnownDevice: @unchecked Sendable {
    let device: USBDevice
    let raw: OpaquePointer
}

/// Devices plugged in now, kept by libusb's hot-plug callback on the event thread.
final class DeviceTable: Sendable {
    private struct State {
        var known: [USBDeviceID: KnownDevice] = [:]
        var listeners: [Int: AsyncStream<USBBusEvent>.Continuation] = [:]
        var nextListener = 0
        var callback: libusb_hotplug_callback_handle?
    }

    private let state = Mutex(State())

    /// Registers for arrivals, also of what is there already, and for departures.
    func watch(_ context: OpaquePointer) -> Int32 {
        var callback: libusb_hotplug_callback_handle = 0
        let events =
            LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue
        let code = libusb_hotplug_register_callback(
            context, Int32(events), Int32(LIBUSB_HOTPLUG_ENUMERATE.rawValue),
            LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
            hotPlugged, Unmanaged.passUnretained(self).toOpaque(), &callback)
        if code == 0 { state.withLock { $0.callback = callback } }
        return code
    }

    /// Ends watching, all event streams and all references.
    func stop(_ context: OpaquePointer) {
        let callback = state.withLock { $0.callback }
        if let callback { libusb_hotplug_deregister_callback(context, callback) }
        let (known, listeners) = state.withLock { state in
            defer { state = State() }
            return (Array(state.known.values), Array(state.listeners.values))
        }
        for entry in known { libusb_unref_device(entry.raw) }
        for listener in listeners { listener.finish() }
    }

    func devices() -> [USBDevice] {
        let devices = state.withLock { $0.known.values.map(\.device) }
        return devices.sorted { $0.location.description < $1.location.description }
    }

    /// The device with one more reference, which the caller must give back.
    func retain(_ id: USBDeviceID) -> KnownDevice? {
        state.withLock { state in
            guard let entry = state.known[id] else { return nil }
            libusb_ref_device(entry.raw)
            return entry
        }
    }

    func events() -> AsyncStream<USBBusEvent> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: USBBusEvent.self, bufferingPolicy: .bufferingNewest(USBBusEvent.bufferLimit))
        let number = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.listeners[number] = nil }
        }
        return stream
    }

    fileprivate func arrived(_ raw: OpaquePointer) {
        guard let device = USBDevice(raw) else { return }
        libusb_ref_device(raw)
        let (replaced, listeners) = state.withLock { state in
            let old = state.known.updateValue(
                KnownDevice(device: device, raw: raw), forKey: device.id)
            return (old, Array(state.listeners.values))
        }
        if let replaced { libusb_unref_device(replaced.raw) }
        for listener in listeners { listener.yield(.arrived(device)) }
    }

    fileprivate func left(_ raw: OpaquePointer) {
        let id = USBDeviceID(raw)
        let (entry, listeners) = state.withLock { state in
            (state.known.removeValue(forKey: id), Array(state.listeners.values))
        }
        guard let entry else { return }
        libusb_unref_device(entry.raw)
        for listener in listeners { listener.yield(.left(entry.device)) }
    }
}

/// libusb's hot-plug callback. Non-zero would end the registration.
private func hotPlugged(
    _: OpaquePointer?, _ device: OpaquePointer?, _ event: libusb_hotplug_event,
    _ table: UnsafeMutableRawPointer?
) -> Int32 {
    guard let device, let table else { return 0 }
    let owner = Unmanaged<DeviceTable>.fromOpaque(table).takeUnretainedValue()
    if event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED {
        owner.arrived(device)
    } else {
        owner.left(device)
    }
    return 0
}
