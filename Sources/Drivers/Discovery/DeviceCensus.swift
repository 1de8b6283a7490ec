package import KioskPorts

/// What a kiosk's configuration wants of a device.
package enum DeviceRole: String, Hashable, Sendable, Codable, CaseIterable {
    case dispenser
    case readPosition
    case counter
}

/// How a role's device is named.
package enum DeviceName: Hashable, Sendable {
    case socket(USBLocation)
    case serialNumber(String)
}

/// A device, what it was recognised as, and what keeps the kiosk from using it.
package struct FoundDevice: Hashable, Sendable {
    /// What a device is to the kiosk.
    package enum Kind: Hashable, Sendable {
        /// A serial line, with a dispenser at its end or not: who is there is known only by asking.
        case serialBridge(BridgeProfile)
        /// A card reader, of a make that is known or not.
        case cardReader(ReaderProfile?)
        /// Nothing of ours.
        case other
    }

    package let system: SystemUSBDevice
    package let kind: Kind
    package let roles: [DeviceRole]
    package let troubles: [DeviceTrouble]
    /// Nil for a device that is nothing of ours.
    package let proven: ProofLevel?
}

/// All devices of a machine, and the roles that none of them fills.
package struct DeviceCensus: Hashable, Sendable {
    package let devices: [FoundDevice]
    package let missing: [DeviceRole]

    /// - Parameter roles: of the kiosk's configuration; empty without one.
    package init(
        of devices: [SystemUSBDevice], bridges: SerialBridges, readers: ReaderProfiles = .none,
        roles: [DeviceRole: DeviceName]
    ) {
        self.devices = devices.map { device in
            let kind = Self.kind(of: device, bridges, readers)
            let filled = DeviceRole.allCases.filter { role in
                Self.fits(role, kind) && Self.isNamed(device, by: roles[role], among: devices)
            }
            return FoundDevice(
                system: device, kind: kind, roles: filled,
                troubles: Self.troubles(of: device, kind, roles, devices),
                proven: Self.proof(kind))
        }
        let all = self.devices.flatMap(\.roles)
        missing = DeviceRole.allCases.filter { roles[$0] != nil && !all.contains($0) }
    }

    /// Whether the kiosk's devices are all there and can be used as they are.
    package var isGood: Bool {
        missing.isEmpty && devices.allSatisfy { $0.troubles.allSatisfy { !$0.preventsUse } }
    }

    private static func kind(
        of device: SystemUSBDevice, _ bridges: SerialBridges, _ readers: ReaderProfiles
    ) -> FoundDevice.Kind {
        if let profile = bridges.profile(of: device.device) { return .serialBridge(profile) }
        let isReader = device.device.descriptors.interfaces.contains {
            $0.interfaceClass == CCIDReader.interfaceClass
        }
        return isReader ? .cardReader(readers.profile(of: device.device)) : .other
    }

    private static func proof(_ kind: FoundDevice.Kind) -> ProofLevel? {
        switch kind {
        case .serialBridge(let profile): profile.proven
        // One that is not known by its make is used by what the standard says.
        case .cardReader(let profile): profile?.proven ?? .simulated
        case .other: nil
        }
    }

    private static func fits(_ role: DeviceRole, _ kind: FoundDevice.Kind) -> Bool {
        switch (role, kind) {
        case (.dispenser, .serialBridge), (.readPosition, .cardReader), (.counter, .cardReader):
            true
        case (.dispenser, _), (.readPosition, _), (.counter, _): false
        }
    }

    /// A serial number that several devices bear names none.
    private static func isNamed(
        _ device: SystemUSBDevice, by name: DeviceName?, among devices: [SystemUSBDevice]
    ) -> Bool {
        switch name {
        case nil: false
        case .socket(let location): device.device.location == location
        case .serialNumber(let serial):
            device.serialNumber == serial && devices.count { $0.serialNumber == serial } == 1
        }
    }

    private static func troubles(
        of device: SystemUSBDevice, _ kind: FoundDevice.Kind, _ roles: [DeviceRole: DeviceName],
        _ devices: [SystemUSBDevice]
    ) -> [DeviceTrouble] {
        if kind == .other { return [] }
        var troubles: [DeviceTrouble] = []
        switch device.access {
        case .granted: break
        case .group(let name): troubles.append(.notInGroup(name))
        case .rootOnly, .missing: troubles.append(.noRule)
        }
        for (interface, driver) in device.drivers.sorted(by: { $0.key < $1.key }) {
            guard driver == "usbfs" else {
                troubles.append(.kernelDriver(driver, interface: interface))
                continue
            }
            troubles.append(.held(by: device.holders))
            break
        }
        if device.mayBeSuspended { troubles.append(.autosuspend) }
        let twins = devices.filter {
            $0.device.location != device.device.location && $0.serialNumber == device.serialNumber
        }
        if let serial = device.serialNumber, !twins.isEmpty {
            let isAsked = roles.values.contains(.serialNumber(serial))
            troubles.append(.sharedSerialNumber(serial, isAsked: isAsked))
        }
        if case .cardReader(let profile) = kind,
            let why = unfit(device.device.descriptors, profile)
        {
            troubles.append(.unfit(why))
        }
        return troubles
    }

    private static func unfit(
        _ descriptors: USBDescriptors, _ profile: ReaderProfile?
    ) -> String? {
        do throws(CCIDFault) {
            _ = try CCIDFunction(descriptors, interface: profile?.place.interface)
            return nil
        } catch {
            return error.description
        }
    }
}
