internal import DeviceProtocols
internal import KioskPorts

/// Where a reader's CCID function is, and what it can do: its interface, endpoints and class descriptor (devices.md §6.1).
struct CCIDFunction: Hashable, Sendable {
    let interface: UInt8
    let bulkOut: USBEndpointAddress
    let bulkIn: USBEndpointAddress
    /// Where the reader tells of cards that come and go; not every reader has one.
    let interruptIn: USBEndpointAddress?
    let level: CCIDExchangeLevel
    let choosesVoltage: Bool
    /// The longest message that is sent or believed; never more than `CCIDLimits.message`.
    let messageLimit: Int
    /// How much one read takes: a multiple of the packet size that no message exceeds.
    let readCapacity: Int

    /// The first CCID interface at an APDU level; another level cannot carry a contactless card's commands here.
    init(_ descriptors: USBDescriptors) throws(CCIDFault) {
        var why = "no CCID interface"
        for interface in descriptors.interfaces
        where interface.interfaceClass == CCIDReader.interfaceClass && interface.alternate == 0 {
            do throws(CCIDFault) {
                try self.init(interface)
                return
            } catch {
                why = error.description
            }
        }
        throw .unfit(why)
    }

    private init(_ interface: USBInterface) throws(CCIDFault) {
        guard let output = interface.endpoint(.bulk, isIn: false),
            let input = interface.endpoint(.bulk, isIn: true)
        else { throw .unfit("no pair of bulk endpoints") }
        let descriptor: CCIDClassDescriptor
        do {
            descriptor = try CCIDClassDescriptor(
                among: [interface.extra] + interface.endpoints.map(\.extra))
        } catch {
            throw .unfit("its class descriptor is wrong: \(error)")
        }
        switch descriptor.features.exchangeLevel {
        case .shortAPDU: level = .shortAPDU
        case .extendedAPDU: level = .extendedAPDU
        case .character, .tpdu, nil: throw .unfit("it does not exchange APDUs")
        }
        self.interface = interface.number
        bulkOut = output.address
        bulkIn = input.address
        choosesVoltage = descriptor.features.choosesVoltage
        interruptIn = interface.endpoint(.interrupt, isIn: true)?.address
        messageLimit = min(descriptor.maximumMessageLength, CCIDLimits.message)
        let packet = max(1, Int(input.maximumPacketSize))
        let wanted = max(messageLimit, CCIDLimits.readCapacity)
        readCapacity = (wanted + packet - 1) / packet * packet
    }
}
