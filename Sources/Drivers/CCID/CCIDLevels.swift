internal import DeviceProtocols
internal import KioskPorts

/// At which level a reader exchanges through each of its endpoints: what the bytes of a message are depends on it.
struct CCIDLevels: Hashable, Sendable {
    private var levels: [USBEndpointAddress: CCIDExchangeLevel] = [:]

    init(_ descriptors: USBDescriptors) {
        for interface in descriptors.interfaces
        where interface.interfaceClass == CCIDReader.interfaceClass {
            let places = [interface.extra] + interface.endpoints.map(\.extra)
            let level = (try? CCIDClassDescriptor(among: places))?.features.exchangeLevel
            for endpoint in interface.endpoints { levels[endpoint.address] = level }
        }
    }

    /// An interface that says nothing of it that can be read is taken for one of APDUs, as most readers are.
    subscript(endpoint: USBEndpointAddress) -> CCIDExchangeLevel {
        levels[endpoint] ?? .extendedAPDU
    }
}
