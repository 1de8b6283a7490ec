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
    let features: CCIDFeatures
    /// Of cards with contacts; a level of APDUs hides them.
    let protocols: Set<CardProtocol>
    let slotCount: Int
    /// The longest message that is sent or believed; never more than `CCIDLimits.message`.
    let messageLimit: Int
    /// The longest information of a T=1 block that reader and messages take.
    let informationLimit: Int
    /// How much one read takes: a multiple of the packet size that no message exceeds.
    let readCapacity: Int

    /// The interface that is asked for, or the first at an APDU level: on readers with several the others are for modules
    /// inside and cards with contacts. Without one, the first that can be used.
    /// - Parameter limit: no message is longer than this, whatever the class descriptor says.
    init(
        _ descriptors: USBDescriptors, interface wanted: UInt8? = nil,
        messageLimit limit: Int = CCIDLimits.message
    ) throws(CCIDFault) {
        var why = wanted.map { "no CCID interface \($0)" } ?? "no CCID interface"
        var found: [CCIDFunction] = []
        for interface in descriptors.interfaces
        where interface.interfaceClass == CCIDReader.interfaceClass && interface.alternate == 0 {
            guard wanted == nil || interface.number == wanted else { continue }
            do throws(CCIDFault) {
                found.append(try CCIDFunction(interface, limit))
            } catch {
                why = error.description
            }
        }
        guard let best = found.first(where: \.exchangesAPDUs) ?? found.first else {
            throw .unfit(why)
        }
        self = best
    }

    private var exchangesAPDUs: Bool {
        switch level {
        case .shortAPDU, .extendedAPDU: true
        case .character, .tpdu: false
        }
    }

    private init(_ interface: USBInterface, _ limit: Int) throws(CCIDFault) {
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
        guard let level = descriptor.features.exchangeLevel else {
            throw .unfit("it has no level of exchange that the standard knows")
        }
        self.level = level
        features = descriptor.features
        protocols = descriptor.protocols
        slotCount = Int(descriptor.maximumSlotIndex) + 1
        self.interface = interface.number
        bulkOut = output.address
        bulkIn = input.address
        interruptIn = interface.endpoint(.interrupt, isIn: true)?.address
        messageLimit = min(descriptor.maximumMessageLength, limit, CCIDLimits.message)
        let around = CCIDMessage.headerLength + T1Block.prologue + T1Check.crc.length
        informationLimit = min(
            messageLimit - around, descriptor.maximumInformationSize, T1Block.longestInformation)
        let packet = max(1, Int(input.maximumPacketSize))
        let wanted = max(messageLimit, CCIDLimits.readCapacity)
        readCapacity = (wanted + packet - 1) / packet * packet
    }
}
