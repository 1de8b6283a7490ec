package import KioskPorts

/// The device's side of USB, played by a model. Both fronts (in process on virtual time, and the
/// umockdev folder under real libusb) drive the same models through this.
///
/// A model is a state machine without clock or threads: every call carries `now`, the time since
/// the machine was switched on, which never goes back. A front asks a pending IN again when
/// `nextWake` says so, after each other call, and when it is told that the world changed.
package protocol SimulatedUSBDevice: AnyObject, Sendable {
    /// What enumeration shows. Fixed while plugged in.
    var descriptors: USBDescriptors { get }

    /// The string at an index (iManufacturer and so on), or nil.
    func string(at index: UInt8) -> String?

    /// A control transfer other than GET_DESCRIPTOR of device, configuration and strings, which
    /// the front answers. `data` is empty for transfers towards the host.
    func control(_ setup: USBSetup, data: [UInt8], now: Duration) -> SimulatedControlAnswer

    /// One whole OUT transfer.
    func receive(
        _ data: [UInt8], on endpoint: USBEndpointAddress, now: Duration
    ) -> SimulatedOutAnswer

    /// Asked for the bytes of one whole IN transfer.
    func send(on endpoint: USBEndpointAddress, capacity: Int, now: Duration) -> SimulatedInAnswer

    /// When the model will have something new to say by itself, or nil for "not by itself".
    func nextWake(now: Duration) -> Duration?

    /// The host cleared a halt.
    func clearHalt(_ endpoint: USBEndpointAddress)

    /// The host reset the port, or the device was plugged in: power-on state.
    func reset(now: Duration)
}

/// A model's answer to a control transfer.
package enum SimulatedControlAnswer: Hashable, Sendable {
    /// Accepted; bytes for a transfer towards the host.
    case done([UInt8])
    case stall
    /// Nothing, until the host gives up.
    case silence
}

/// A model's answer to an OUT transfer.
package enum SimulatedOutAnswer: Hashable, Sendable {
    case accepted
    case stall
    /// Not taken, until the host gives up.
    case silence
}

/// A model's answer to an IN transfer.
package enum SimulatedInAnswer: Hashable, Sendable {
    /// May be empty (a zero-length packet) or more than the capacity (an overflow at the host).
    case bytes([UInt8])
    case stall
    /// Nothing to say yet; the transfer stays pending.
    case nothingYet
}
