package import KioskPorts

/// Which device on the bus a driver means: what kind it is, and where needed the one in a socket or
/// with a serial number.
package struct DeviceSelector: Hashable, Sendable {
    /// How a device is told to be of the kind.
    private enum Kind: Hashable {
        /// Any of these; never empty.
        case products([USBProductID])
        /// Any device with such an interface.
        case interfaceClass(UInt8)
    }

    private let kind: Kind
    package let location: USBLocation?
    package let serialNumber: String?

    package init(
        products: [USBProductID], location: USBLocation? = nil, serialNumber: String? = nil
    ) {
        precondition(!products.isEmpty, "a selector names at least one product")
        kind = .products(products)
        self.location = location
        self.serialNumber = serialNumber
    }

    /// - Parameter interfaceClass: bInterfaceClass, for example 0B for card readers.
    package init(
        interfaceClass: UInt8, location: USBLocation? = nil, serialNumber: String? = nil
    ) {
        kind = .interfaceClass(interfaceClass)
        self.location = location
        self.serialNumber = serialNumber
    }

    /// How long a device may take to tell its serial number.
    private static let stringTimeout = Duration.seconds(1)

    /// Opens the first device that fits, in the order of locations; nil if none is plugged in.
    package func open(on bus: any USBBus) async throws(USBFault) -> (any USBConnection)? {
        for device in try await bus.devices() where fits(device) {
            let connection = try await bus.open(device.id)
            guard let serialNumber else { return connection }
            if await connection.serialNumber(timeout: Self.stringTimeout) == serialNumber {
                return connection
            }
            await connection.close()
        }
        return nil
    }

    private func fits(_ device: USBDevice) -> Bool {
        guard location == nil || location == device.location else { return false }
        return switch kind {
        case .products(let products): products.contains(device.product)
        case .interfaceClass(let wanted):
            device.descriptors.interfaces.contains { $0.interfaceClass == wanted }
        }
    }
}
