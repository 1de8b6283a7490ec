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

    /// Opens the device that is meant; nil if it is not plugged in. Without a serial number it is the first that fits, in
    /// the order of locations. A serial number is compared with every device that fits: one that is not alone with it names
    /// no device. What goes wrong with one device hides no other.
    package func open(on bus: any USBBus) async throws(USBFault) -> (any USBConnection)? {
        try await look(on: bus).meant
    }

    /// As above, and how many other devices of the kind were opened and closed again.
    func look(on bus: any USBBus) async throws(USBFault) -> (
        meant: (any USBConnection)?, others: Int
    ) {
        var found: [any USBConnection] = []
        var others = 0
        var fault: USBFault?
        for device in try await bus.devices() where fits(device) {
            do throws(USBFault) {
                let connection = try await bus.open(device.id)
                if await bears(connection) {
                    found.append(connection)
                } else {
                    others += 1
                    await connection.close()
                }
            } catch {
                fault = fault ?? error
            }
            if serialNumber == nil, !found.isEmpty { break }
        }
        if found.isEmpty, let fault { throw fault }
        guard let serialNumber, found.count > 1 else { return (found.first, others) }
        for connection in found { await connection.close() }
        throw .ambiguous(serialNumber: serialNumber, found.map(\.device.location))
    }

    /// Whether an opened device has the serial number that is asked for, if one is.
    private func bears(_ connection: any USBConnection) async -> Bool {
        guard let serialNumber else { return true }
        return await connection.serialNumber(timeout: Self.stringTimeout) == serialNumber
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
