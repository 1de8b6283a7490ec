internal import CLibUSB
internal import KioskPorts

extension USBDeviceID {
    /// Bus number and address of a libusb device.
    init(_ raw: OpaquePointer) {
        self.init(bus: libusb_get_bus_number(raw), address: libusb_get_device_address(raw))
    }
}

extension USBDevice {
    /// What libusb knows of a device without opening it, or nil for one that is not configured
    /// or whose descriptors are broken: no driver could use it.
    init?(_ raw: OpaquePointer) {
        guard let device = Self.deviceDescriptor(raw),
            let configuration = Self.configurationDescriptor(raw),
            let descriptors = USBDescriptors(device: device, configuration: configuration)
        else { return nil }
        self.init(
            id: USBDeviceID(raw), location: Self.location(raw), descriptors: descriptors)
    }

    private static func location(_ raw: OpaquePointer) -> USBLocation {
        var ports = [UInt8](repeating: 0, count: USBLocation.maximumDepth)
        let count = libusb_get_port_numbers(raw, &ports, Int32(ports.count))
        let bus = libusb_get_bus_number(raw)
        return USBLocation(bus: bus, ports: Array(ports.prefix(Int(max(0, count)))))
    }

    /// The 18 bytes again: libusb hands out fields in host order.
    private static func deviceDescriptor(_ raw: OpaquePointer) -> [UInt8]? {
        var fields = libusb_device_descriptor()
        guard libusb_get_device_descriptor(raw, &fields) == 0 else { return nil }
        return [fields.bLength, fields.bDescriptorType] + little(fields.bcdUSB)
            + [fields.bDeviceClass, fields.bDeviceSubClass, fields.bDeviceProtocol]
            + [fields.bMaxPacketSize0] + little(fields.idVendor) + little(fields.idProduct)
            + little(fields.bcdDevice)
            + [fields.iManufacturer, fields.iProduct, fields.iSerialNumber]
            + [fields.bNumConfigurations]
    }

    /// The active configuration as it was sent; libusb only gives its parts.
    private static func configurationDescriptor(_ raw: OpaquePointer) -> [UInt8]? {
        var parts: UnsafeMutablePointer<libusb_config_descriptor>?
        guard libusb_get_active_config_descriptor(raw, &parts) == 0, let parts else { return nil }
        defer { libusb_free_config_descriptor(parts) }
        let fields = parts.pointee
        var bytes = [fields.bLength, fields.bDescriptorType] + little(fields.wTotalLength)
        bytes += [fields.bNumInterfaces, fields.bConfigurationValue, fields.iConfiguration]
        bytes += [fields.bmAttributes, fields.MaxPower]
        bytes += list(fields.extra, fields.extra_length)
        for interface in list(fields.interface, Int32(fields.bNumInterfaces)) {
            for setting in list(interface.altsetting, interface.num_altsetting) {
                bytes += self.bytes(of: setting)
            }
        }
        return bytes
    }

    private static func bytes(of setting: libusb_interface_descriptor) -> [UInt8] {
        var bytes = [setting.bLength, setting.bDescriptorType, setting.bInterfaceNumber]
        bytes += [setting.bAlternateSetting, setting.bNumEndpoints, setting.bInterfaceClass]
        bytes += [setting.bInterfaceSubClass, setting.bInterfaceProtocol, setting.iInterface]
        bytes += list(setting.extra, setting.extra_length)
        for endpoint in list(setting.endpoint, Int32(setting.bNumEndpoints)) {
            bytes += [endpoint.bLength, endpoint.bDescriptorType, endpoint.bEndpointAddress]
            bytes += [endpoint.bmAttributes] + little(endpoint.wMaxPacketSize)
            bytes += [endpoint.bInterval]
            // Audio endpoints have two more fields (USB audio class 1.0 §4.6.1.1).
            if endpoint.bLength >= 9 { bytes += [endpoint.bRefresh, endpoint.bSynchAddress] }
            bytes += list(endpoint.extra, endpoint.extra_length)
        }
        return bytes
    }

    private static func little(_ value: UInt16) -> [UInt8] {
        [UInt8(value & 0xFF), UInt8(value >> 8)]
    }

    private static func list<Element>(
        _ start: UnsafePointer<Element>?, _ count: Int32
    ) -> [Element] {
        Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
    }
}
