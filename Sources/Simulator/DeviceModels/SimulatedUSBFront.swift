/// A bus that shows simulated devices to a kiosk: in process, or through real libusb.
package protocol SimulatedUSBFront: Sendable {
    /// Plugs a model into a port of the root hub. Precondition: the port is free.
    func plug(_ model: any SimulatedUSBDevice, port: UInt8) throws(FolderError)

    /// Pulls what is in a port: its transfers end and its claims are gone.
    /// Precondition: something is plugged in there.
    func unplug(port: UInt8)

    /// Tells pending transfers that a model may have news that it could not foresee, for example
    /// because a person acted.
    func worldChanged()
}
