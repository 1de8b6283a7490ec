internal import Foundation
internal import KioskPorts

/// Reads what the system knows of USB devices, from /sys, /dev and /proc (Linux, sysfs-bus-usb).
package struct SystemUSB: Sendable {
    /// Programs looked at for open devices; a machine has far fewer.
    private static let processLimit = 32_768
    /// Bytes of a descriptors file that are read: configurations of a device are far shorter.
    private static let descriptorLimit = 65_536

    private let root: String
    private let access: @Sendable (String) -> NodeAccess

    /// - Parameter root: empty for this machine; another folder in tests.
    package init(root: String = "") {
        self.root = root
        access = Self.nodeAccess
    }

    /// For tests: `access` says what this user may do with a node.
    package init(root: String, access: @escaping @Sendable (String) -> NodeAccess) {
        self.root = root
        self.access = access
    }

    /// The devices in sockets, in the order of their locations; no hubs. A device that leaves meanwhile, or whose
    /// descriptors are broken, is left out.
    package func devices() -> [SystemUSBDevice] {
        let folder = root + "/sys/bus/usb/devices"
        let holders = holders()
        return entries(of: folder)
            .compactMap { device("\(folder)/\($0)", $0, holders) }
            .filter { $0.device.descriptors.deviceClass != 0x09 }
            .sorted {
                $0.device.location.sortKey.lexicographicallyPrecedes($1.device.location.sortKey)
            }
    }

    private func device(
        _ path: String, _ name: String, _ holders: [String: Set<String>]
    ) -> SystemUSBDevice? {
        guard let location = USBLocation(name), !location.ports.isEmpty,
            let bytes = FileManager.default.contents(atPath: path + "/descriptors"),
            let descriptors = Self.descriptors([UInt8](bytes.prefix(Self.descriptorLimit))),
            let bus = number(path + "/busnum"), let address = number(path + "/devnum")
        else { return nil }
        let device = USBDevice(
            id: USBDeviceID(bus: bus, address: address), location: location,
            descriptors: descriptors)
        let names = ["manufacturer", "product"].compactMap { text("\(path)/\($0)") }
        return SystemUSBDevice(
            device: device, label: names.joined(separator: " "),
            serialNumber: text(path + "/serial"),
            drivers: drivers(path, name, descriptors),
            mayBeSuspended: text(path + "/power/control") == "auto",
            access: access(root + Self.node(device.id)),
            holders: holders[Self.node(device.id)].map { $0.sorted() } ?? [])
    }

    /// The first configuration of the file: device descriptor, then each configuration as sent.
    private static func descriptors(_ bytes: [UInt8]) -> USBDescriptors? {
        guard bytes.count >= 22 else { return nil }
        let length = Int(bytes[20]) | Int(bytes[21]) << 8
        return USBDescriptors(
            device: Array(bytes.prefix(18)),
            configuration: Array(bytes.dropFirst(18).prefix(length)))
    }

    private func drivers(
        _ path: String, _ name: String, _ descriptors: USBDescriptors
    ) -> [UInt8: String] {
        let configuration = text(path + "/bConfigurationValue") ?? "1"
        var drivers: [UInt8: String] = [:]
        for interface in descriptors.interfaces where interface.alternate == 0 {
            let link = "\(path)/\(name):\(configuration).\(interface.number)/driver"
            // Without a driver there is no link.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
            drivers[interface.number] = target?.split(separator: "/").last.map(String.init)
        }
        return drivers
    }

    /// Who has which node open, by the links of /proc/*/fd. Those of other users are seen by root alone.
    private func holders() -> [String: Set<String>] {
        var holders: [String: Set<String>] = [:]
        let processes = entries(of: root + "/proc").filter { UInt32($0) != nil }
        for process in processes.prefix(Self.processLimit) {
            let folder = "\(root)/proc/\(process)"
            for descriptor in entries(of: folder + "/fd") {
                // A descriptor that was closed meanwhile holds nothing.
                let link = "\(folder)/fd/\(descriptor)"
                guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link),
                    target.hasPrefix("/dev/bus/usb/"), let name = text(folder + "/comm")
                else { continue }
                holders[target, default: []].insert(name)
            }
        }
        return holders
    }

    private static func node(_ id: USBDeviceID) -> String {
        "/dev/bus/usb/" + threeDigits(id.bus) + "/" + threeDigits(id.address)
    }

    private static func threeDigits(_ number: UInt8) -> String {
        String(repeating: "0", count: 3 - String(number).count) + String(number)
    }

    private static func nodeAccess(_ path: String) -> NodeAccess {
        // A node that is not there has no owner.
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else {
            return .missing
        }
        if FileManager.default.isReadableFile(atPath: path),
            FileManager.default.isWritableFile(atPath: path)
        {
            return .granted
        }
        let mode = facts[.posixPermissions] as? Int ?? 0
        if mode & 0o060 == 0o060, let group = facts[.groupOwnerAccountName] as? String,
            group != "root"
        {
            return .group(group)
        }
        return .rootOnly
    }

    private func entries(of folder: String) -> [String] {
        // A folder that is not there, or not ours to read, has nothing for us.
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private func text(_ path: String) -> String? {
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    private func number(_ path: String) -> UInt8? { text(path).flatMap { UInt8($0) } }
}

extension USBLocation {
    /// Bus and ports as numbers: 1-2 before 1-10.
    var sortKey: [UInt8] { [bus] + ports }
}
