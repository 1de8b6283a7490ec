internal import DeviceProtocols
internal import KioskPorts

/// Readers of known makes, as their descriptors and documents have them (devices.md §6.4, §6.5).
extension CCIDReaderShape {
    private static func make(
        _ product: String, _ features: UInt32, _ messageLimit: Int, _ commands: ReaderCommandSet,
        level: CCIDExchangeLevel = .extendedAPDU
    ) -> CCIDReaderShape {
        guard let product = USBProductID(product) else {
            preconditionFailure("a product is written as vvvv:pppp")
        }
        var shape = CCIDReaderShape()
        shape.product = product
        shape.features = features
        shape.messageLimit = messageLimit
        shape.commands = commands
        shape.level = level
        return shape
    }

    private static let omnikey = ReaderCommandSet(keyStructure: 0x20, keyNumbers: 0...0x1F)
    private static let acs = ReaderCommandSet(keyStructure: 0x00, keyNumbers: 0x20...0x20)
    private static let first = ReaderCommandSet(keyStructure: 0x00, keyNumbers: 0...1)
    private static let acsFirmware: [[UInt8]: [UInt8]] = [
        [0xE0, 0x00, 0x00, 0x18, 0x00]: [0xE1, 0x00, 0x00, 0x00, 0x04] + Array("V100".utf8)
    ]

    package static let omnikey5022 = make("076b:5022", 0x04BA, 520, omnikey)

    package static var omnikey5422: CCIDReaderShape {
        var shape = make("076b:5422", 0x04BA, 520, omnikey)
        shape.interfaceCount = 2
        shape.otherLevel = .extendedAPDU
        return shape
    }

    package static var acr1252u: CCIDReaderShape {
        var shape = make("072f:223b", 0x0040, 522, acs)
        shape.interfaceCount = 2
        shape.otherLevel = .shortAPDU
        shape.escapes = acsFirmware
        return shape
    }

    package static var acr1552u: CCIDReaderShape {
        var shape = make("072f:2303", 0x04BA, 516, acs)
        shape.interfaceCount = 2
        shape.otherLevel = .extendedAPDU
        shape.escapes = acsFirmware
        return shape
    }

    package static let utrust3700F = make("04e6:5790", 0x04BE, 1_034, first)

    package static var crt603: CCIDReaderShape {
        var shape = make("23d8:0603", 0x04FE, 271, first, level: .shortAPDU)
        shape.interfaceCount = 2
        shape.otherLevel = .shortAPDU
        return shape
    }

    package static var acr122u: CCIDReaderShape {
        var commands = first
        commands.keepsAnswers = true
        var shape = make("072f:2200", 0x0040, 271, commands, level: .shortAPDU)
        let configure: [UInt8] = [0xFF, 0x00, 0x00, 0x00, 0x04, 0xD4, 0x32, 0x01]
        shape.fieldSwitch = FieldSwitch(off: configure + [0], on: configure + [1])
        return shape
    }

    package static let makes = [
        omnikey5022, omnikey5422, acr1252u, acr1552u, utrust3700F, crt603, acr122u,
    ]
}
