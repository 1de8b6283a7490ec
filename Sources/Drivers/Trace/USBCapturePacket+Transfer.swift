internal import DeviceProtocols
internal import KioskPorts

/// Transfers as usbmon shows them.
extension USBCapturePacket {
    /// - Parameters:
    ///   - data: what may be stored of the bytes that go, or came.
    ///   - count: bytes that were moved; nil for what was asked.
    init(
        _ transfer: USBTransfer, _ event: Event, number: UInt64, device: USBDevice, data: [UInt8],
        status: Int32, count: Int? = nil, milliseconds: Int64
    ) {
        self.init(
            number: number, event: event, kind: Kind(transfer), endpoint: transfer.endpoint.raw,
            device: device.id.address, bus: UInt16(device.id.bus),
            setup: event == .submitted ? transfer.setup?.bytes : nil,
            microseconds: milliseconds * 1_000, status: status, length: count ?? transfer.length,
            data: data)
    }

    /// The two requests for a device's descriptors that a dissector looks for, as if they had just been made.
    static func descriptors(of device: USBDevice, milliseconds: Int64) -> [USBCapturePacket] {
        let descriptors = [
            (1, device.descriptors.device), (2, device.descriptors.configuration),
        ]
        return descriptors.flatMap { type, bytes in
            let setup = USBSetup(
                requestType: 0x80, request: USBSetup.getDescriptor, value: UInt16(type) << 8,
                index: 0, length: UInt16(bytes.count))
            return [Event.submitted, .completed].map { event in
                USBCapturePacket(
                    .controlIn(setup), event, number: 0, device: device,
                    data: event == .completed ? bytes : [],
                    status: event == .completed ? 0 : inProgress, milliseconds: milliseconds)
            }
        }
    }

    /// Which device it is about.
    var deviceID: USBDeviceID { USBDeviceID(bus: UInt8(truncatingIfNeeded: bus), address: device) }

    /// The transfer that a packet begins; nil for one that ends one, and for an isochronous one.
    var begun: USBTransfer? {
        guard event == .submitted else { return nil }
        let address = USBEndpointAddress(endpoint)
        switch kind {
        case .isochronous: return nil
        case .control:
            guard let setup = setup.flatMap(USBSetup.init(bytes:)) else { return nil }
            return setup.isIn ? .controlIn(setup) : .controlOut(setup, data: data)
        case .bulk:
            return address.isIn
                ? .bulkIn(address, capacity: length) : .bulkOut(address, data: data)
        case .interrupt:
            return address.isIn
                ? .interruptIn(address, capacity: length) : .interruptOut(address, data: data)
        }
    }
}

extension USBSetup {
    /// GET_DESCRIPTOR (USB 2.0 §9.4.3).
    static let getDescriptor: UInt8 = 6
}

extension USBCapturePacket.Kind {
    fileprivate init(_ transfer: USBTransfer) {
        switch transfer {
        case .interruptIn, .interruptOut: self = .interrupt
        case .controlIn, .controlOut: self = .control
        case .bulkIn, .bulkOut: self = .bulk
        }
    }
}
