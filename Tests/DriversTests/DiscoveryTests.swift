import Drivers
import Foundation
import KioskPorts
import Simulator
import Testing

/// Goal: `kiosk devices` says what every device is, which role it fills, and what keeps the kiosk from using it, without
/// opening any. Method: a folder like a machine's /sys, /dev and /proc with simulated devices in its sockets.
@Suite struct DiscoveryTests {
    private static let roles: [DeviceRole: DeviceName] = [
        .dispenser: .socket(USBLocation(bus: 1, ports: [1])),
        .readPosition: .socket(USBLocation(bus: 1, ports: [2])),
        .counter: .socket(USBLocation(bus: 1, ports: [3])),
    ]

    /// A bridge in socket 1, readers in 2 and 3, a device of no use in 4.
    private func machine(
        _ inside: String? = "A", _ counter: String? = "B"
    ) throws -> DiscoveryBench {
        let bench = try DiscoveryBench()
        try bench.plug(FTDIBridge(unit: NoUnit()), port: 1)
        try bench.plug(CCIDReaderModel(serialNumber: inside, card: EchoCard()), port: 2)
        try bench.plug(CCIDReaderModel(serialNumber: counter, card: EchoCard()), port: 3)
        try bench.plug(EchoDevice(serial: "E"), port: 4)
        return bench
    }

    @Test("Each device is recognised, in its socket and role, and nothing troubles it")
    func recognised() throws {
        let census = try machine().census(Self.roles)
        #expect(
            census.devices.map(\.system.device.location.description) == [
                "1-1", "1-2", "1-3", "1-4",
            ])
        #expect(
            census.devices.map(\.roles) == [[.dispenser], [.readPosition], [.counter], []])
        #expect(census.devices.map(\.proven) == [.simulated, .simulated, .simulated, nil])
        #expect(census.devices.allSatisfy { $0.troubles.isEmpty })
        guard case .serialBridge(let profile) = census.devices[0].kind else {
            Issue.record("the bridge is \(census.devices[0].kind)")
            return
        }
        #expect(profile.chip == .ftdi && profile.name == "FT232R")
        #expect(census.devices[1].system.serialNumber == "A")
        #expect(census.isGood)
    }

    @Test(
        "A role whose device is not plugged in is missing, and so is one filled by the wrong kind")
    func missing() throws {
        let bench = try DiscoveryBench()
        try bench.plug(CCIDReaderModel(serialNumber: "A", card: EchoCard()), port: 1)
        let census = try bench.census(Self.roles)
        #expect(census.missing == [.dispenser, .readPosition, .counter])
        #expect(!census.isGood)
        #expect(try bench.census().isGood)
    }

    @Test(
        "A node that this user may not open is a trouble, by its owner",
        arguments: [
            (NodeAccess.rootOnly, DeviceTrouble.noRule), (.missing, .noRule),
            (.group("kiosk"), .notInGroup("kiosk")),
        ])
    func access(access: NodeAccess, trouble: DeviceTrouble) throws {
        let census = try machine().census(Self.roles, access)
        #expect(census.devices.prefix(3).allSatisfy { $0.troubles == [trouble] })
        #expect(census.devices[3].troubles.isEmpty)
        #expect(!census.isGood)
    }

    @Test("A node that is not there is missing, and one that may be read and written is granted")
    func nodes() throws {
        let bench = try machine()
        #expect(
            SystemUSB(root: bench.root).devices().map(\.access)
                == Array(repeating: .granted, count: 4))
        let second = try #require(bench.devices().dropFirst().first)
        try bench.removeNode(of: second.device.id)
        #expect(
            SystemUSB(root: bench.root).devices().map(\.access)
                == [.granted, .missing, .granted, .granted])
    }

    @Test("A kernel driver on an interface is told, and prevents nothing")
    func kernelDriver() throws {
        let bench = try machine()
        try bench.bind("ftdi_sio", port: 1)
        let census = try bench.census(Self.roles)
        #expect(census.devices[0].troubles == [.kernelDriver("ftdi_sio", interface: 0)])
        #expect(census.isGood)
    }

    @Test(
        "A program that holds a device is named; the kiosk itself prevents nothing",
        arguments: ["pcscd", "brltty", "something", "kiosk"])
    func held(program: String) throws {
        let bench = try machine()
        try bench.bind("usbfs", port: 2)
        let address = try #require(bench.devices().dropFirst().first).device.id.address
        try bench.run(program, pid: 812, holding: Int(address))
        let census = try bench.census(Self.roles)
        #expect(census.devices[1].troubles == [.held(by: [program])])
        #expect(census.isGood == (program == "kiosk"))
    }

    @Test("A holder that this user cannot see is held by nobody that has a name")
    func heldUnseen() throws {
        let bench = try machine()
        try bench.bind("usbfs", port: 2)
        #expect(try bench.census(Self.roles).devices[1].troubles == [.held(by: [])])
    }

    @Test("A device that may be put to sleep is told")
    func autosuspend() throws {
        let bench = try machine()
        try bench.set("power/control", "auto", port: 3)
        try bench.set("power/control", "on", port: 2)
        let census = try bench.census(Self.roles)
        #expect(census.devices.map(\.troubles) == [[], [], [.autosuspend], []])
        #expect(census.isGood)
    }

    @Test("Two equal readers work by their sockets, and by a serial number that both bear neither")
    func twins() throws {
        let bench = try machine("A", "A")
        let bySocket = try bench.census(Self.roles)
        let told = DeviceTrouble.sharedSerialNumber("A", isAsked: false)
        #expect(bySocket.devices.map(\.roles) == [[.dispenser], [.readPosition], [.counter], []])
        #expect(bySocket.devices.map(\.troubles) == [[], [told], [told], []])
        #expect(bySocket.isGood)
        var roles = Self.roles
        roles[.readPosition] = .serialNumber("A")
        let bySerial = try bench.census(roles)
        #expect(bySerial.missing == [.readPosition])
        let asked = DeviceTrouble.sharedSerialNumber("A", isAsked: true)
        #expect(bySerial.devices[1].troubles == [asked])
        #expect(!bySerial.isGood)
    }

    @Test("Readers without serial numbers share none")
    func withoutSerials() throws {
        let census = try machine(nil, nil).census(Self.roles)
        #expect(census.devices.allSatisfy { $0.troubles.isEmpty })
    }

    @Test("A reader at a level that the standard does not have is unfit")
    func unfitReader() throws {
        let reader = CCIDReaderModel(serialNumber: "A", card: EchoCard()).descriptors
        // dwFeatures, at 40 of the class descriptor, which follows configuration and interface.
        var configuration = reader.configuration
        configuration.replaceSubrange(58..<62, with: [0, 0, 3, 0])
        let changed = try #require(
            USBDescriptors(device: reader.device, configuration: configuration))
        let device = USBDevice(
            id: USBDeviceID(bus: 1, address: 2), location: USBLocation(bus: 1, ports: [2]),
            descriptors: changed)
        let census = DeviceCensus(
            of: [SystemUSBDevice(device: device, label: "")], bridges: try TestLink.bridges(),
            roles: [:])
        guard case .unfit = try #require(census.devices.first?.troubles.first) else {
            Issue.record("\(census.devices)")
            return
        }
        #expect(!census.isGood)
    }

    @Test("Sockets stand in the order of their numbers")
    func order() throws {
        let bench = try DiscoveryBench()
        for port in [UInt8(10), 2] { try bench.plug(EchoDevice(serial: "\(port)"), port: port) }
        #expect(bench.devices().map(\.device.location.description) == ["1-2", "1-10"])
    }

    @Test("A file of descriptors cut anywhere leaves the device out, and the others in")
    func cutDescriptors() throws {
        let bench = try machine()
        let path = bench.root + "/sys/bus/usb/devices/1-2/descriptors"
        let whole = try Data(contentsOf: URL(filePath: path))
        for count in 0..<whole.count {
            try whole.prefix(count).write(to: URL(filePath: path))
            let found = bench.devices().map(\.device.location.description)
            #expect(found.contains("1-1") && found.contains("1-3"), "\(count)")
        }
    }
}

/// Goal: whoever reads the report knows what to type. Method: every trouble, in both languages.
@Suite struct DeviceReportTests {
    private static let troubles: [DeviceTrouble] = [
        .noRule, .notInGroup("kiosk"), .kernelDriver("ch341", interface: 0), .held(by: ["pcscd"]),
        .held(by: []), .held(by: ["brltty"]), .held(by: ["other"]), .autosuspend,
        .sharedSerialNumber("A", isAsked: true), .unfit("no CCID interface"),
    ]

    @Test("Every trouble has words in both languages and a remedy", arguments: troubles)
    func advice(trouble: DeviceTrouble) {
        let advice = trouble.advice(socket: "1-2", vendor: "1a86")
        #expect(!advice.remedy.isEmpty)
        let isASCII = advice.english.allSatisfy { $0.isASCII }
        let isChinese = advice.chinese.contains { !$0.isASCII }
        #expect(isASCII && isChinese)
    }

    @Test("A reader is told by its make, its level and its slots, in both languages")
    func readers() throws {
        let bench = try DiscoveryBench()
        var slots = CCIDReaderShape.contacts(.t1)
        slots.product = USBProductID(vendor: 0x1209, product: 1)
        slots.slotCount = 2
        for (index, shape) in [CCIDReaderShape.acr1252u, .crt603, slots].enumerated() {
            let cards = Array(repeating: EchoCard(), count: Int(shape.slotCount))
            try bench.plug(
                CCIDReaderModel(serialNumber: nil, shape: shape, cards: cards),
                port: UInt8(index + 1))
        }
        let census = try bench.census()
        #expect(census.isGood)
        let lines = DeviceReport(.english).lines(census) + DeviceReport(.chinese).lines(census)
        #expect(
            lines.filter { $0.contains("CCID,") || $0.contains("CCID，") } == [
                "  card reader ACS ACR1252U (CCID, extended APDUs), proven: on the simulator only",
                "  card reader CREATOR CRT-603 (CZ1) (CCID, short APDUs), proven: on the simulator only",
                "  card reader (CCID, TPDU, 2 slots), proven: on the simulator only",
                "  读卡器 ACS ACR1252U (CCID，扩展 APDU)，验证程度：仅模拟器",
                "  读卡器 CREATOR CRT-603 (CZ1) (CCID，短 APDU)，验证程度：仅模拟器",
                "  读卡器 (CCID，TPDU，2 个卡槽)，验证程度：仅模拟器",
            ])
    }

    @Test("Nothing is to be done about a device that the kiosk itself holds")
    func ownHold() {
        #expect(
            DeviceTrouble.held(by: ["kiosk"]).advice(socket: "1-2", vendor: "1a86").remedy.isEmpty)
    }

    @Test("The report names device, proof, role, trouble and remedy")
    func report() throws {
        let bench = try DiscoveryBench()
        try bench.plug(FTDIBridge(unit: NoUnit()), port: 1)
        try bench.bind("ftdi_sio", port: 1)
        let census = try bench.census([
            .dispenser: .socket(USBLocation(bus: 1, ports: [1])),
            .counter: .serialNumber("B"),
        ])
        #expect(
            DeviceReport(.english).lines(census) == [
                "1-1  0403:6001  FT232R USB UART",
                "  serial bridge FT232R, proven: on the simulator only · dispenser",
                "  · the kernel's ftdi_sio has interface 0; the kiosk detaches it while it runs",
                "      echo -n 1-1:1.0 | sudo tee /sys/bus/usb/drivers/ftdi_sio/unbind",
                "missing: reader at the counter: nothing is plugged in where kiosk.json says",
            ])
        #expect(
            DeviceReport(.chinese).lines(census) == [
                "1-1  0403:6001  FT232R USB UART",
                "  串口桥 FT232R，验证程度：仅模拟器 · 发卡机",
                "  · 内核驱动 ftdi_sio 占用接口 0；自助机运行时会自动分离",
                "      echo -n 1-1:1.0 | sudo tee /sys/bus/usb/drivers/ftdi_sio/unbind",
                "缺少：前台读卡器：kiosk.json 所指位置没有设备",
            ])
    }

    @Test("Every bridge that is known has its udev rule, and no rule is for another")
    func rules() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../hardware")
        let rules = try String(
            contentsOf: folder.appending(path: "udev/70-campus-kiosk.rules"), encoding: .utf8)
        let pattern = /ATTR\{idVendor\}=="(\w{4})", ATTR\{idProduct\}=="(\w{4})"/
        let ruled = rules.matches(of: pattern).map { "\($0.1):\($0.2)" }
        let table = try SerialBridges(
            json: Data(contentsOf: folder.appending(path: "serial-bridges/bridges.json")))
        #expect(ruled == table.profiles.map(\.product.description))
    }
}
