internal import Foundation
internal import Glibc
internal import KioskPorts

/// Writes the folder that umockdev's preload shows as /sys and /dev (rigs.md §1b).
struct FolderTree: Sendable {
    /// sun_path is 108 bytes; below it hang `/ioctl/dev/bus/usb/001/001` and `/event<n>`.
    static let longestRoot = 70

    let root: String

    init(root: String) throws(FolderError) {
        guard root.utf8.count <= Self.longestRoot else {
            throw FolderError(doing: "naming sockets below", path: root, code: ENAMETOOLONG)
        }
        self.root = root
        for folder in ["/dev/.node", "/sys/bus/usb/devices", "/sys/class", "/run/udev/data"] {
            try makeFolder(root + folder)
        }
    }

    func ioctlSocket(_ node: DeviceNode) -> String { root + "/ioctl" + node.devicePath }

    func deviceFile(_ node: DeviceNode) -> String { root + node.devicePath }

    /// A root hub without a node: it only gives its ports a parent.
    func addRootHub(bus: UInt8) throws(FolderError) {
        let name = "usb\(bus)"
        let device: [UInt8] = [
            18, 1, 0x00, 0x02, 9, 0, 0, 64, 0x6B, 0x1D, 0x02, 0x00, 0x00, 0x06, 0, 0, 0, 1,
        ]
        let configuration: [UInt8] = [
            9, 2, 25, 0, 1, 1, 0, 0xE0, 0, 9, 4, 0, 0, 1, 9, 0, 0, 0, 7, 5, 0x81, 3, 4, 0, 12,
        ]
        try writeDevice(
            at: "/devices/\(name)", name: name, numbers: (bus, 1),
            descriptors: device + configuration, product: "1d6b:0002")
    }

    /// - Parameter string: the device's string of an index.
    func add(
        _ node: DeviceNode, _ descriptors: USBDescriptors, string: (UInt8) -> String?
    ) throws(FolderError) {
        try makeFolder(root + "/dev/bus/usb/" + node.busText)
        try makeFolder(root + "/ioctl/dev/bus/usb/" + node.busText)
        try writeDevice(
            at: node.systemPath, name: node.name, numbers: (node.bus, node.address),
            descriptors: descriptors.device + descriptors.configuration,
            product: descriptors.product.description)
        // USB 2.0 §9.6.1: iManufacturer, iProduct and iSerialNumber.
        for (name, place) in [("manufacturer", 14), ("product", 15), ("serial", 16)] {
            let index = descriptors.device[place]
            guard index != 0, let text = string(index) else { continue }
            try write(text + "\n", to: "\(root)/sys\(node.systemPath)/\(name)")
        }
        for interface in descriptors.interfaces where interface.alternate == 0 {
            try write(interface, of: node)
        }
        let marker = "/dev/.node/bus_usb_\(node.busText)_\(node.addressText)"
        try link(root + marker, to: "189:\(Int(node.address) - 1)")
    }

    func remove(_ node: DeviceNode, _ descriptors: USBDescriptors) {
        for interface in descriptors.interfaces {
            unlink(root + "/sys/bus/usb/devices/" + interfaceName(interface, node))
        }
        unlink(root + "/sys/bus/usb/devices/" + node.name)
        unlink(root + "/dev/.node/bus_usb_\(node.busText)_\(node.addressText)")
        unlink(deviceFile(node))
        unlink(ioctlSocket(node))
        // Nothing reads what is left of a removed device; a failure shows at the next plug-in.
        try? FileManager.default.removeItem(atPath: root + "/sys" + node.systemPath)
    }

    private func writeDevice(
        at path: String, name: String, numbers: (bus: UInt8, address: UInt8),
        descriptors: [UInt8], product: String
    ) throws(FolderError) {
        let folder = root + "/sys" + path
        let node = DeviceNode(bus: numbers.bus, address: numbers.address, port: 0)
        try makeFolder(folder)
        let vendor = product.split(separator: ":")
        let attributes = [
            "busnum": "\(numbers.bus)", "devnum": "\(numbers.address)", "speed": "12",
            "bConfigurationValue": "1", "idVendor": String(vendor[0]),
            "idProduct": String(vendor[1]), "bNumInterfaces": " \(descriptors[18 + 4])",
        ]
        for (name, value) in attributes { try write(value + "\n", to: folder + "/" + name) }
        let lines = [
            "SUBSYSTEM=usb", "DRIVER=usb", "BUSNUM=\(node.busText)", "DEVNUM=\(node.addressText)",
            "DEVNAME=\(node.devicePath)", "DEVTYPE=usb_device",
        ]
        try write(lines.joined(separator: "\n") + "\n", to: folder + "/uevent")
        try write(descriptors, to: folder + "/descriptors")
        try link(folder + "/subsystem", to: root + "/sys/bus/usb")
        try link(root + "/sys/bus/usb/devices/" + name, to: "../../.." + path)
    }

    private func interfaceName(_ interface: USBInterface, _ node: DeviceNode) -> String {
        "\(node.name):1.\(interface.number)"
    }

    /// pcscd finds readers by their interfaces (rigs.md §1).
    private func write(_ interface: USBInterface, of node: DeviceNode) throws(FolderError) {
        let name = interfaceName(interface, node)
        let folder = root + "/sys" + node.systemPath + "/" + name
        try makeFolder(folder)
        let attributes: [String: UInt8] = [
            "bInterfaceNumber": interface.number, "bInterfaceClass": interface.interfaceClass,
            "bInterfaceSubClass": interface.interfaceSubclass,
            "bInterfaceProtocol": interface.interfaceProtocol,
            "bNumEndpoints": UInt8(interface.endpoints.count),
        ]
        for (name, value) in attributes {
            try write(
                (value < 16 ? "0" : "") + String(value, radix: 16) + "\n", to: "\(folder)/\(name)")
        }
        let kind = [
            interface.interfaceClass, interface.interfaceSubclass, interface.interfaceProtocol,
        ]
        let triple = kind.map(String.init).joined(separator: "/")
        try write(
            "SUBSYSTEM=usb\nDEVTYPE=usb_interface\nINTERFACE=\(triple)\n", to: folder + "/uevent")
        try link(folder + "/subsystem", to: root + "/sys/bus/usb")
        try link(
            root + "/sys/bus/usb/devices/" + name, to: "../../..\(node.systemPath)/\(name)")
    }

    private func makeFolder(_ path: String) throws(FolderError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FolderError(doing: "making folder", path: path, code: errno)
        }
    }

    private func write(_ text: String, to path: String) throws(FolderError) {
        try write(Array(text.utf8), to: path)
    }

    private func write(_ bytes: [UInt8], to path: String) throws(FolderError) {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
            throw FolderError(doing: "writing", path: path, code: errno)
        }
    }

    private func link(_ path: String, to target: String) throws(FolderError) {
        unlink(path)
        guard symlink(target, path) == 0 else {
            throw FolderError(doing: "linking", path: path, code: errno)
        }
    }
}
