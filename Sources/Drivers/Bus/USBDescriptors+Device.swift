internal import KioskPorts

/// Fields of the device descriptor (USB 2.0 §9.6.1).
extension USBDescriptors {
    /// bDeviceClass.
    var deviceClass: UInt8 { device[4] }
    /// bMaxPacketSize0.
    var controlPacketSize: UInt8 { device[7] }
}
