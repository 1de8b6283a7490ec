package import KioskPorts

/// A USB device as the system shows it to everybody: nothing is opened, claimed or asked for it.
package struct SystemUSBDevice: Hashable, Sendable {
    package let device: USBDevice
    /// Maker's and product's names, as far as the device tells them.
    package let label: String
    package let serialNumber: String?
    /// The kernel's driver on each interface that has one; `usbfs` is a program's claim.
    package let drivers: [UInt8: String]
    /// Whether the kernel may put the device to sleep (power/control is `auto`).
    package let mayBeSuspended: Bool
    package let access: NodeAccess
    /// Programs that have the device open, as far as this user may see them.
    package let holders: [String]

    package init(
        device: USBDevice, label: String, serialNumber: String? = nil,
        drivers: [UInt8: String] = [:], mayBeSuspended: Bool = false,
        access: NodeAccess = .granted, holders: [String] = []
    ) {
        self.device = device
        self.label = label
        self.serialNumber = serialNumber
        self.drivers = drivers
        self.mayBeSuspended = mayBeSuspended
        self.access = access
        self.holders = holders
    }
}

/// Whether this user may open a device's node below /dev/bus/usb.
package enum NodeAccess: Hashable, Sendable {
    case granted
    /// The node belongs to this group, which may open it.
    case group(String)
    /// Root alone may open it: no udev rule gave it to anybody.
    case rootOnly
    case missing
}
