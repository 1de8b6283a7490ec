/// An endpoint's number with its direction bit (80h: towards the host).
package struct USBEndpointAddress: Hashable, Sendable, CustomStringConvertible {
    package let raw: UInt8

    package init(_ raw: UInt8) { self.raw = raw }

    package var isIn: Bool { raw & 0x80 != 0 }
    package var description: String { (isIn ? "IN " : "OUT ") + String(raw & 0x0F) }
}

/// How an endpoint moves data (bmAttributes bits 1..0, USB 2.0 §9.6.6).
package enum USBEndpointKind: UInt8, Hashable, Sendable {
    case control, isochronous, bulk, interrupt
}

/// One endpoint of an interface.
package struct USBEndpoint: Hashable, Sendable {
    package let address: USBEndpointAddress
    package let kind: USBEndpointKind
    package let maximumPacketSize: UInt16
    /// Class descriptors that follow the endpoint. Some readers put the CCID one here.
    package fileprivate(set) var extra: [UInt8] = []
}

/// One alternate setting of one interface.
package struct USBInterface: Hashable, Sendable {
    package let number: UInt8
    package let alternate: UInt8
    package let interfaceClass: UInt8
    package let interfaceSubclass: UInt8
    package let interfaceProtocol: UInt8
    package private(set) var endpoints: [USBEndpoint] = []
    /// Class descriptors between the interface and its first endpoint.
    package private(set) var extra: [UInt8] = []

    /// Walks a configuration descriptor by bLength; nil if a length is below 2, runs over the
    /// end, or is too short for its type.
    static func parse(configuration: [UInt8]) -> [USBInterface]? {
        guard configuration.count >= 9, configuration[1] == 2 else { return nil }
        var interfaces: [USBInterface] = []
        var rest = configuration[...]
        while let length = rest.first.map(Int.init) {
            guard length >= 2, length <= rest.count else { return nil }
            guard take(Array(rest.prefix(length)), into: &interfaces) else { return nil }
            rest = rest.dropFirst(length)
        }
        return interfaces
    }

    /// Files one descriptor where it belongs. False if it is too short for its type.
    private static func take(_ bytes: [UInt8], into interfaces: inout [USBInterface]) -> Bool {
        switch bytes[1] {
        case 2: return bytes.count >= 9
        case 4:
            guard bytes.count >= 9 else { return false }
            interfaces.append(
                USBInterface(
                    number: bytes[2], alternate: bytes[3], interfaceClass: bytes[5],
                    interfaceSubclass: bytes[6], interfaceProtocol: bytes[7]))
        case 5:
            guard bytes.count >= 7, let last = interfaces.indices.last,
                let kind = USBEndpointKind(rawValue: bytes[3] & 3)
            else { return false }
            let size = UInt16(bytes[4]) | UInt16(bytes[5]) << 8
            interfaces[last].endpoints.append(
                USBEndpoint(
                    address: USBEndpointAddress(bytes[2]), kind: kind, maximumPacketSize: size))
        default:
            if let last = interfaces.indices.last { interfaces[last].add(extra: bytes) }
        }
        return true
    }

    private mutating func add(extra bytes: [UInt8]) {
        if let last = endpoints.indices.last {
            endpoints[last].extra += bytes
        } else {
            extra += bytes
        }
    }

    /// The first endpoint of a kind and direction, or nil.
    package func endpoint(_ kind: USBEndpointKind, isIn: Bool) -> USBEndpoint? {
        endpoints.first { $0.kind == kind && $0.address.isIn == isIn }
    }
}
