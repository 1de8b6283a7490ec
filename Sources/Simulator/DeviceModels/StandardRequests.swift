internal import KioskPorts

/// Standard requests that a front answers for every model (USB 2.0 §9.4).
enum StandardRequests {
    private static let getDescriptor: UInt8 = 0x06
    private static let english: [UInt8] = [4, 3, 0x09, 0x04]
    /// A string descriptor's length is one byte: two of head and two for each UTF-16 unit.
    private static let longestString = 126

    /// The answer to GET_DESCRIPTOR of device, configuration or string; nil for anything else.
    static func answer(
        _ setup: USBSetup, _ device: any SimulatedUSBDevice
    ) -> SimulatedControlAnswer? {
        guard setup.requestType == 0x80, setup.request == getDescriptor else { return nil }
        guard let bytes = descriptor(setup.value, device) else { return .stall }
        return .done(Array(bytes.prefix(Int(setup.length))))
    }

    private static func descriptor(
        _ value: UInt16, _ device: any SimulatedUSBDevice
    ) -> [UInt8]? {
        switch value >> 8 {
        case 1: return device.descriptors.device
        case 2: return device.descriptors.configuration
        case 3:
            let index = UInt8(value & 0xFF)
            return index == 0 ? english : device.string(at: index).map(string)
        default: return nil
        }
    }

    private static func string(_ text: String) -> [UInt8] {
        let units = text.utf16.prefix(longestString)
        let body = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return [UInt8(2 + body.count), 3] + body
    }
}
